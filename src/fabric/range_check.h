#pragma once

#include "base/result.h"

namespace atelier {

/// invalid_argument that names `field` where `value` is not within low..high; NaN is not.
Result<void> check_range(const char* field, double value, double low, double high);

}  // namespace atelier
