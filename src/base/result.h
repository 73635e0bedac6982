#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "base/error.h"

namespace atelier {

/// A value of type T, or the Error that kept it from being made.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  const T& value() const& { return std::get<0>(state_); }
  T& value() & { return std::get<0>(state_); }
  T value() && { return std::get<0>(std::move(state_)); }
  const Error& error() const& { return std::get<1>(state_); }
  Error error() && { return std::get<1>(std::move(state_)); }

  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

 private:
  std::variant<T, Error> state_;
};

/// Success, or an Error. Return `ok()` for success.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const& { return *error_; }
  Error error() && { return *std::move(error_); }

 private:
  std::optional<Error> error_;
};

inline Result<void> ok() {
  return {};
}

}  // namespace atelier

#define ATELIER_JOIN_(a, b) a##b
#define ATELIER_JOIN(a, b) ATELIER_JOIN_(a, b)

/// `TRY(const Image photo, load_image(path));` declares photo, or returns the error. On its own line, inside braces.
#define TRY(declaration, ...)                                      \
  auto ATELIER_JOIN(try_result_, __LINE__) = (__VA_ARGS__);        \
  if (!ATELIER_JOIN(try_result_, __LINE__).ok()) {                 \
    return std::move(ATELIER_JOIN(try_result_, __LINE__)).error(); \
  }                                                                \
  declaration = std::move(ATELIER_JOIN(try_result_, __LINE__)).value()

/// `TRY_VOID(write_file(path, bytes));` goes on, or returns the error. On its own line, inside braces.
#define TRY_VOID(...)                                                                                        \
  if (auto ATELIER_JOIN(try_result_, __LINE__) = (__VA_ARGS__); !ATELIER_JOIN(try_result_, __LINE__).ok()) { \
    return std::move(ATELIER_JOIN(try_result_, __LINE__)).error();                                           \
  }                                                                                                          \
  static_assert(true, "")
