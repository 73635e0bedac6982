#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace atelier {

/// A knit (6): loops in wales and courses. Its yarn is FabricSpec::warp.
struct KnitSpec {
  std::string chart;                              ///< how its stitches follow each other: charts_table.cpp
  std::string motif;                              ///< colours by stitch: motifs_table.cpp; empty: by course
  std::vector<std::uint8_t> course_order;         ///< dye of each course, repeating; empty: the first
  double wales_per_cm = 14, courses_per_cm = 20;  ///< as the face shows them
  double loop_mm = 2.75;                          ///< yarn in a stitch
  double purl_width = 1;    ///< of a column of purl stitches between knit ones, share of a knit column
  double purl_depth = 0;    ///< how far such columns lie below and knit ones above, yarn diameters
  double lean_deg = 0;      ///< by which loops lean to alternate sides, course by course (warp knits)
  double irregularity = 1;  ///< of places and sizes of loops; 1: position 3 %, tilt 3 degrees, size 4 %
  float spirality_deg = 0;  ///< how far the wales lean from the courses' normal, > 0 to the right; plain jersey only
  bool open = false;        ///< one sees through between the loops
  bool backed = false;      ///< other yarn lies close behind: a second face, floats, loop yarn
  std::uint8_t figure_dye = 1;  ///< what dye 1 of the motif stands for
  friend bool operator==(const KnitSpec&, const KnitSpec&) = default;
};

}  // namespace atelier
