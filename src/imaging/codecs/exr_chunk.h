#pragma once

#include <cstdint>
#include <span>

#include "imaging/bytes.h"

namespace atelier {

/// The nearest number of 16 bits (IEEE 754 binary16), ties to even; beyond 65504 infinite, NaN stays NaN.
std::uint16_t half_from_float(float value);

/// Rows of interleaved floats as a ZIP chunk of an EXR file: row after row, channel after channel in the order given
/// (as places in a pixel), 16 or 32 bits a sample, bytes sorted and differenced, then zlib; as they are if that is not
/// smaller (OpenEXR File Layout; the library's ImfZip).
Bytes zip_exr_rows(std::span<const float> rows, std::size_t row_samples, std::size_t channels, bool half_floats);

}  // namespace atelier
