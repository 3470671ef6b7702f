// SocialCard: the picture that a shared link shows, 1200 by 630 pixels.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/day.h"
#include "model/methodology.h"

namespace lawtrace::service {

struct SocialCard {
  std::string kicker;    // Whose figures: the index.
  std::string headline;  // "Portugal: 82 of 100"; up to three lines.
  std::string words;     // A sentence or two beneath; cut where there is no room.
  // Scores from each day on, and the day up to which the last one holds; none: no chart.
  std::vector<std::pair<Day, double>> steps;
  std::optional<Day> until;
  Scale scale;  // Of the scores.
  // Shapes on the right, in the units of a picture that wide and high: SVG paths of M, L and Z.
  struct Shape {
    std::string_view path;
    unsigned colour = 0;  // 0xRRGGBB.
  };
  std::vector<Shape> shapes;
  int shapes_width = 0;
  int shapes_height = 0;
  std::string source;
};

enum class CardFormat : std::uint8_t { kPng, kSvg };

// The card as a file.  Fonts are the machine's own sans serif; in SVG they are outlines.
std::string DrawCard(const SocialCard& card, CardFormat format = CardFormat::kPng);

}  // namespace lawtrace::service
