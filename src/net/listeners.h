#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <memory>

#include "net/any_stream.h"
#include "net/mailbox.h"
#include "net/server_core.h"

namespace atelier {

/// Sends what comes into the mailbox as chunks (RFC 9112, 7.1) until it is closed or the other side is gone. The
/// headers have been sent.
boost::asio::awaitable<void> serve_listener(ServerCore& core, AnyStream& stream, const StreamBody& body,
                                            std::shared_ptr<Mailbox> mailbox);

/// Accepts the WebSocket and serves it until one side ends it.
boost::asio::awaitable<void> serve_websocket(ServerCore& core, AnyStream& stream,
                                             const boost::beast::http::request_header<>& head,
                                             const WebSocketBody& body, std::shared_ptr<Mailbox> mailbox);

}  // namespace atelier
