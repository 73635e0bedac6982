#pragma once

#include <string>
#include <string_view>

namespace atelier {

/// A secret as it may be shown: the first 3 characters and "…"; "…" alone when it has fewer than 12.
std::string masked(std::string_view secret);

/// From now on redact() hides this value wherever it occurs. Values of fewer than 6 bytes are not remembered, as they
/// would blot out ordinary words. Thread-safe.
void register_secret(std::string_view secret);

/// The text with every secret masked: registered values; tokens that look like those of Hugging Face (hf_), OpenAI
/// (sk-), Replicate (r8_), Runway (key_), Telegram bots (123456:AA…) and AWS (AKIA…, ASIA…); what follows "Bearer" and
/// "Basic"; values of parameters and JSON members called token, key, secret, password, signature and the like;
/// passwords in URLs. Thread-safe.
std::string redact(std::string_view text);

}  // namespace atelier
