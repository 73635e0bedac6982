#include "base/interrupt.h"

#include <signal.h>

#include <array>
#include <atomic>

namespace atelier {

namespace {

constexpr std::array signals = {SIGINT, SIGTERM};
std::atomic<Cancellation*> current{nullptr};
std::array<struct sigaction, signals.size()> before{};

extern "C" void on_interrupt(int) {
  if (Cancellation* cancellation = current.load()) cancellation->request();
  for (const int number : signals) ::signal(number, SIG_DFL);
}

}  // namespace

InterruptGuard::InterruptGuard(Cancellation& cancellation) {
  current = &cancellation;
  struct sigaction action {};
  action.sa_handler = on_interrupt;  // without SA_RESTART: a blocked read or sleep ends at once
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < signals.size(); ++i) {
    ::sigaction(signals[i], nullptr, &before[i]);
    if (before[i].sa_handler != SIG_IGN) ::sigaction(signals[i], &action, nullptr);
  }
}

InterruptGuard::~InterruptGuard() {
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &before[i], nullptr);
  current = nullptr;
}

}  // namespace atelier
