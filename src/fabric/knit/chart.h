#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace atelier {

/// What a needle does at a course.
enum class Stitch : std::uint8_t {
  knit,  ///< pulled to the face: its legs show
  purl,  ///< pulled to the back: its arcs show
  tuck,  ///< the old loop is held and the yarn laid over it
  miss,  ///< the old loop is held and the yarn passes behind
  over,  ///< a new loop over a gap: an eyelet; the loop below leans into its neighbour
};

/// Two strands of a cable that change places.
struct Crossing {
  int wale = 0;      ///< first of the left strand
  int course = 0;    ///< the first course after they have crossed
  int strand = 3;    ///< wales of either strand
  int span = 4;      ///< courses over which they move
  bool left = true;  ///< the left strand passes over the right one
};

/// A repeat of stitches. Course 0 is the lowest.
struct Chart {
  int wales = 1, courses = 1;
  std::vector<Stitch> stitches;
  std::vector<Crossing> crossings;
  int face_wales = 1;    ///< of its columns, those that people count
  int face_courses = 1;  ///< of its courses, the same

  Stitch at(int wale, int course) const {
    return stitches[static_cast<std::size_t>(course) * wales + static_cast<std::size_t>(wale)];
  }
};

/// A part of a chart as it is written: courses from the top, separated by '/', a letter a stitch (K P T M O).
struct PanelRow {
  std::string_view id, stitches;
  int courses;                 ///< how often the written courses are repeated upwards, to hold the crossings
  std::string_view crossings;  ///< "wale course strand span L|R;..."
};

/// A chart as panels side by side.
struct ChartRow {
  std::string_view id, panels;  ///< IDs separated by spaces
  int columns_per_wale, courses_per_course;
};

/// Colours by stitch: courses from the top, separated by '/', the number of a dye a stitch.
struct MotifRow {
  std::string_view id, dyes;
};

std::span<const PanelRow> panel_rows();
std::span<const ChartRow> chart_rows();
std::span<const MotifRow> motif_rows();

/// A repeat of colours. Course 0 is the lowest.
struct Motif {
  int wales = 1, courses = 1;
  std::vector<std::uint8_t> dyes;
};

/// invalid_argument for an unknown name.
Result<Chart> make_chart(std::string_view id);
Result<Motif> make_motif(std::string_view id);

}  // namespace atelier
