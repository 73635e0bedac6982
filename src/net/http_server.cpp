#include "net/http_server.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <thread>

#include "base/log.h"
#include "net/server_core.h"

namespace atelier {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

HttpResponse ServerCore::problem(int status) const {
  if (options.problem) return options.problem(status);
  HttpResponse response{status, {{"Content-Type", "text/plain; charset=utf-8"}}, fmt::format("{}\n", status)};
  return response;
}

struct HttpServer::State {
  explicit State(HttpServerOptions options) : core(std::move(options)), acceptor(core.io) {}

  ServerCore core;
  Tcp::acceptor acceptor;
  std::thread network;
  bool is_stopped = false;

  Result<void> use_certificate();
  Result<void> listen();
  asio::awaitable<void> accept();
};

Result<void> HttpServer::State::use_certificate() {
  const HttpServerOptions& options = core.options;
  if (options.certificate.empty() && options.key.empty()) return ok();
  core.tls.emplace(asio::ssl::context::tls_server);
  core.tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                        asio::ssl::context::no_tlsv1_1);
  error_code failed;
  core.tls->use_certificate_chain_file(options.certificate.string(), failed);
  if (failed) {
    return fail(ErrorKind::invalid_argument,
                {"{} holds no certificate that can be used: {}", "в {} нет пригодного сертификата: {}",
                 "{} 에 쓸 수 있는 인증서가 없습니다: {}"},
                options.certificate.string(), failed.message())
        .with_field("tls_cert");
  }
  core.tls->use_private_key_file(options.key.string(), asio::ssl::context::pem, failed);
  if (failed) {
    return fail(ErrorKind::invalid_argument,
                {"{} is not the key of this certificate: {}", "{} — не ключ этого сертификата: {}",
                 "{} 은(는) 이 인증서의 키가 아닙니다: {}"},
                options.key.string(), failed.message())
        .with_field("tls_key");
  }
  return ok();
}

namespace {

Error listen_error(const error_code& failed, const HttpServerOptions& options) {
  if (failed == asio::error::address_in_use) {
    return fail(ErrorKind::conflict,
                {"port {} is in use by another program", "порт {} занят другой программой",
                 "{}번 포트를 다른 프로그램이 쓰고 있습니다"},
                options.port)
        .with_hint({"Stop that program, or take another: --port {}.", "Остановите её или возьмите другой: --port {}.",
                    "그 프로그램을 끝내거나 다른 포트를 쓰세요: --port {}"},
                   options.port + 1)
        .with_field("port");
  }
  const bool is_denied = failed == asio::error::access_denied;
  return fail(is_denied ? ErrorKind::denied : ErrorKind::invalid_argument,
              {"{}:{} cannot be listened on: {}", "нельзя слушать {}:{}: {}", "{}:{} 에서 기다릴 수 없습니다: {}"},
              options.address, options.port, failed.message())
      .with_hint({"Ports below 1024 belong to the system; --host takes an address of this machine.",
                  "Порты ниже 1024 принадлежат системе; --host — адрес этой машины.",
                  "1024 미만 포트는 시스템용이며, --host 는 이 컴퓨터의 주소여야 합니다."})
      .with_field(is_denied ? "port" : "host");
}

}  // namespace

Result<void> HttpServer::State::listen() {
  const HttpServerOptions& options = core.options;
  error_code failed;
  const asio::ip::address address = asio::ip::make_address(options.address, failed);
  if (failed) return listen_error(failed, options);
  const Tcp::endpoint endpoint(address, options.port);
  acceptor.open(endpoint.protocol(), failed);
  if (!failed) acceptor.set_option(Tcp::acceptor::reuse_address(true), failed);
  if (!failed) acceptor.bind(endpoint, failed);
  if (!failed) acceptor.listen(asio::socket_base::max_listen_connections, failed);
  if (failed) return listen_error(failed, options);
  return ok();
}

asio::awaitable<void> HttpServer::State::accept() {
  asio::steady_timer pause(core.io);
  while (true) {
    auto [failed, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
    if (failed == asio::error::operation_aborted) co_return;
    if (failed) {  // out of file numbers, most likely: the backlog keeps them meanwhile
      log_warning("a connection was not accepted: {}", failed.message());
      pause.expires_after(std::chrono::milliseconds(100));
      (void)co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    if (core.connections >= core.options.connections_max) continue;
    ++core.connections;
    asio::co_spawn(core.io, serve_connection(core, std::move(socket)),
                   [this](const std::exception_ptr&) { --core.connections; });
  }
}

HttpServer::HttpServer(std::unique_ptr<State> state) : state_(std::move(state)) {}

HttpServer::~HttpServer() {
  stop(0);
}

Result<std::unique_ptr<HttpServer>> HttpServer::start(HttpServerOptions options) {
  auto state = std::make_unique<State>(std::move(options));
  TRY_VOID(state->use_certificate());
  TRY_VOID(state->listen());
  State* running = state.get();
  asio::co_spawn(running->core.io, running->accept(), asio::detached);
  running->network = std::thread([running] { running->core.io.run(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

std::uint16_t HttpServer::port() const {
  error_code ignored;
  return state_->acceptor.local_endpoint(ignored).port();
}

int HttpServer::connections() const {
  return state_->core.connections;
}

void HttpServer::stop(double patience_seconds) {
  State& state = *state_;
  if (state.is_stopped) return;
  state.is_stopped = true;
  asio::post(state.core.io, [&state] {
    error_code ignored;
    state.acceptor.close(ignored);
    state.core.stopping = true;
    for (const auto& farewell : state.core.farewells) farewell();
  });
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(patience_seconds);
  while (state.core.connections > 0 && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  state.core.handlers.join();
  state.core.io.stop();
  state.network.join();
}

}  // namespace atelier
