#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "fabric/fabric_spec.h"
#include "fabric/weave/drafts/weave.h"

namespace atelier {

/// Limits of drafts that come from outside.
inline constexpr std::size_t draft_bytes_max = 1 << 20;
inline constexpr int draft_threads_max = 8192, draft_shafts_max = 1024, draft_colors_max = 4096;
inline constexpr int draft_crossings_max = 1 << 22;  ///< ends times picks
inline constexpr int dobby_threads_max = 32;

/// Which numbers go with a thread; ascending, from 1.
using DraftList = std::vector<std::uint16_t>;

/// The threads of one system of a draft.
struct DraftThreads {
  int threads = 0;
  std::optional<double> spacing_mm, thickness_mm;
  int color = 0;                               ///< entry of the palette for threads that name none, from 1; 0: none
  std::vector<int> colors;                     ///< by thread; 0: `color`. Empty: none names one
  std::vector<double> spacings_mm, widths_mm;  ///< by thread, spacing and thickness; 0: as the system. May be empty
};

/// A weaver's draft: what WIF 1.1 holds. What is not understood is kept, to be written again.
struct Draft {
  DraftThreads warp, weft;
  int shafts = 0, treadles = 0;
  bool rising = true;                  ///< shafts that are named rise; else they sink
  std::vector<DraftList> threading;    ///< shafts of each end
  std::vector<DraftList> tieup;        ///< shafts of each treadle
  std::vector<DraftList> treadling;    ///< treadles of each pick
  std::vector<DraftList> liftplan;     ///< shafts of each pick; not empty: in place of tie-up and treadling
  std::vector<std::uint32_t> palette;  ///< sRGB 0xRRGGBB
  std::string source;                  ///< program that wrote it

  /// Lines of a section as they stood: comments, keys of other programs, private sections.
  struct Section {
    std::string name;
    std::vector<std::string> lines;
  };
  std::vector<Section> kept;
};

/// Reads a draft: WIF 1.1, or a dobby's rows of 0 and 1 (or . and x), the highest pick first, at most 32 × 32.
/// invalid_argument with the line, too_large over the limits above.
Result<Draft> parse_draft(std::string_view text);

/// Which warp threads are on top: W[pick][end] = tie-up[treadling[pick]][threading[end]].
WeaveMatrix drawdown(const Draft& draft);

/// The smallest part that repeats.
WeaveMatrix smallest_repeat(const WeaveMatrix& weave);

/// The draft of a weave: as many shafts and treadles as there are different ends and picks.
Draft draft_of(const WeaveMatrix& weave);

/// The draft of a cloth over whole repeats of weave and colours, with its spacing and dyes; where the cloth was woven
/// from a draft, that one.
Result<Draft> draft_of(const FabricSpec& spec);

/// Colours of a draft by their share, the most seen first, at most 47 (nearest ones stand in for the rest). Empty where
/// the draft names none.
struct DraftDyes {
  std::vector<std::uint32_t> rgb;
  DyeOrder warp, weft;
};
DraftDyes draft_dyes(const Draft& draft);

}  // namespace atelier
