#pragma once

#include "fabric/builder.h"

namespace atelier {

/// The builder of cloth with a pile.
bool knows_pile(std::string_view construction);
Result<void> set_pile(FabricSpec& spec, const FabricWords& words, std::string_view construction);

/// What is left of the colour deep among fibres: light fibres send light on to each other, so their gaps are less dark.
double deep_shade(double of_dark, const LinearRgb& color);
/// Factor on the differences between fibres, 0.35..1, for the same reason.
double fibre_contrast(const LinearRgb& color);

/// unsupported (finish) for patterns of dyed threads, pressing and coating: not for cloth whose fibres stand up.
Result<void> refuse_flat_finishes(const FabricWords& words);

}  // namespace atelier
