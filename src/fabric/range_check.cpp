#include "fabric/range_check.h"

namespace atelier {

Result<void> check_range(const char* field, double value, double low, double high) {
  if (value >= low && value <= high) return ok();  // NaN fails
  return fail(
      ErrorKind::invalid_argument,
      {"{}: {} is out of range, {} to {}", "{}: {} вне пределов {}–{}", "{}: {}은(는) 범위({}~{})를 벗어났습니다"},
      field, value, low, high);
}

}  // namespace atelier
