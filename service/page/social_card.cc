#include "service/page/social_card.h"

#include <cairo-svg.h>
#include <cairo.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <ranges>

#include "model/budget.h"
#include "model/check.h"
#include "model/number.h"

namespace lawtrace::service {
namespace {

constexpr int kWidth = 1200;
constexpr int kHeight = 630;
constexpr double kMargin = 64;

struct Colour {
  double red, green, blue;
};
constexpr Colour kPaper{1, 1, 1};
constexpr Colour kInk{0.106, 0.122, 0.141};
constexpr Colour kQuiet{0.341, 0.376, 0.416};
constexpr Colour kRule{0.835, 0.851, 0.871};
constexpr Colour kLine{0.122, 0.435, 0.698};

struct Box {
  double x, y, width, height;
};

class Canvas {
 public:
  explicit Canvas(CardFormat format)
      : format_(format),
        surface_(format == CardFormat::kSvg
                     ? cairo_svg_surface_create_for_stream(&Append, &file_, kWidth, kHeight)
                     : cairo_image_surface_create(CAIRO_FORMAT_RGB24, kWidth, kHeight),
                 &cairo_surface_destroy),
        cairo_(cairo_create(surface_.get()), &cairo_destroy) {
    Use(kPaper);
    cairo_paint(cairo_.get());
  }
  Canvas(const Canvas&) = delete;  // The surface holds the address of the file.
  Canvas& operator=(const Canvas&) = delete;

  void Use(Colour colour) {
    cairo_set_source_rgb(cairo_.get(), colour.red, colour.green, colour.blue);
  }
  cairo_t* get() { return cairo_.get(); }

  // Writes the text into the box, wrapped, cut with an ellipsis where it does not fit.  Returns the
  // height that it took.
  double Write(const std::string& text, const char* font, Colour colour, Box box,
               PangoAlignment alignment = PANGO_ALIGN_LEFT) {
    SpendStep(kStepsBetweenLooks);
    const std::unique_ptr<PangoLayout, decltype(&g_object_unref)> layout(
        pango_cairo_create_layout(cairo_.get()), &g_object_unref);
    const std::unique_ptr<PangoFontDescription, decltype(&pango_font_description_free)> description(
        pango_font_description_from_string(font), &pango_font_description_free);
    pango_layout_set_font_description(layout.get(), description.get());
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    pango_layout_set_width(layout.get(), static_cast<int>(box.width * PANGO_SCALE));
    pango_layout_set_height(layout.get(), static_cast<int>(box.height * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    pango_layout_set_alignment(layout.get(), alignment);
    Use(colour);
    cairo_move_to(cairo_.get(), box.x, box.y);
    pango_cairo_show_layout(cairo_.get(), layout.get());
    int width = 0;
    int height = 0;
    pango_layout_get_pixel_size(layout.get(), &width, &height);
    return height;
  }

  std::string Finish() && {
    SpendStep(kStepsBetweenLooks);
    if (format_ == CardFormat::kPng) {
      const cairo_status_t written =
          cairo_surface_write_to_png_stream(surface_.get(), &Append, &file_);
      Check(written == CAIRO_STATUS_SUCCESS, "a picture in memory can be written");
    }
    cairo_surface_finish(surface_.get());
    SpendBytes(file_.size());  // Not in Append: Cairo is between.
    return std::move(file_);
  }

 private:
  static cairo_status_t Append(void* file, const unsigned char* bytes, unsigned length) {
    std::transform(bytes, bytes + length, std::back_inserter(*static_cast<std::string*>(file)),
                   [](unsigned char byte) { return static_cast<char>(byte); });
    return CAIRO_STATUS_SUCCESS;
  }

  CardFormat format_;
  std::string file_;
  std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface_;
  std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo_;
};

constexpr int kAxisDecimals = 6;

struct Axis {
  double low;
  double high;
  double step;  // Between two lines.
};

// 1, 2 or 5 times a power of ten, about a fifth of the span.
double StepOf(double span) {
  const double power = std::pow(10.0, std::floor(std::log10(span / 5)));
  for (const double multiple : {1.0, 2.0, 5.0})
    if (power * multiple * 5 >= span) return power * multiple;
  return power * 10;
}

// The part of the scale that holds the scores, with some air, in whole steps: tenths of the scale,
// if it has both ends.
Axis AxisOf(const SocialCard& card) {
  const auto [least, most] = std::ranges::minmax(card.steps | std::views::values);
  const Scale& scale = card.scale;
  const double span = most > least ? most - least : std::max(std::abs(most), 1.0);
  const double step = scale.is_bounded() ? (*scale.maximum - *scale.minimum) / 10 : StepOf(span);
  double low = step * std::floor(least / step - 0.4);
  double high = step * std::ceil(most / step + 0.4);
  if (scale.minimum) low = std::max(low, *scale.minimum);
  if (scale.maximum) high = std::min(high, *scale.maximum);
  high = std::max(high, low + step);
  return {.low = low, .high = high, .step = high - low > 4 * step ? 2 * step : step};
}

void DrawSteps(const SocialCard& card, Box box, Canvas& canvas) {
  const Axis axis = AxisOf(card);
  const Day until = card.until.value_or(card.steps.back().first);
  const double first = card.steps.front().first.days_since_epoch();
  const double last = std::max(first + 1, static_cast<double>(until.days_since_epoch()));
  const auto x = [&](double day) { return box.x + (day - first) / (last - first) * box.width; };
  const auto y = [&](double score) {
    return box.y + box.height - (score - axis.low) / (axis.high - axis.low) * box.height;
  };
  cairo_t* cairo = canvas.get();
  const int lines = static_cast<int>((axis.high - axis.low) / axis.step + 1e-9);
  for (int line = 0; line <= lines; ++line) {
    const double score = axis.low + line * axis.step;
    canvas.Use(kRule);
    cairo_set_line_width(cairo, 1.5);
    cairo_move_to(cairo, box.x, y(score));
    cairo_line_to(cairo, box.x + box.width, y(score));
    cairo_stroke(cairo);
    canvas.Write(ShortestText(Rounded(score, kAxisDecimals)), "Sans 15", kQuiet,
                 {box.x - 58, y(score) - 14, 46, 30}, PANGO_ALIGN_RIGHT);
  }
  const int years = until.year() - card.steps.front().first.year();
  for (int year = card.steps.front().first.year() + 1; year <= until.year();
       year += years > 10 ? 4 : 2)
    canvas.Write(std::to_string(year), "Sans 15", kQuiet,
                 {x(Day::Of(year, 1, 1).days_since_epoch()) - 40, box.y + box.height + 8, 80, 30},
                 PANGO_ALIGN_CENTER);
  canvas.Use(kLine);
  cairo_set_line_width(cairo, 5);
  cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to(cairo, x(first), y(card.steps.front().second));
  for (const auto& [day, score] : card.steps) {
    SpendStep();
    double at_x = 0;
    double at_y = 0;
    cairo_get_current_point(cairo, &at_x, &at_y);
    cairo_line_to(cairo, x(day.days_since_epoch()), at_y);
    cairo_line_to(cairo, x(day.days_since_epoch()), y(score));
  }
  cairo_line_to(cairo, x(last), y(card.steps.back().second));
  cairo_stroke(cairo);
  cairo_arc(cairo, x(last), y(card.steps.back().second), 9, 0, 7);
  cairo_fill(cairo);
}

// The next number of the path from `at` on, which moves behind it; commas and blanks are passed
// over.
double NumberAt(std::string_view path, std::size_t& at) {
  while (at < path.size() && (path[at] == ',' || path[at] == ' ')) ++at;
  double number = 0;
  const auto [end, error] = std::from_chars(path.data() + at, path.data() + path.size(), number);
  Check(error == std::errc{}, "a path holds numbers where they belong");
  at = static_cast<std::size_t>(end - path.data());
  return number;
}

void DrawShape(const SocialCard::Shape& shape, cairo_t* cairo) {
  bool is_move = true;
  for (std::size_t at = 0; at < shape.path.size();) {
    SpendStep();
    const char command = shape.path[at];
    if (command == 'Z') cairo_close_path(cairo);
    if (command == 'M') is_move = true;
    if (command == 'Z' || command == 'M' || command == 'L') {
      ++at;
      continue;
    }
    const double x = NumberAt(shape.path, at);
    const double y = NumberAt(shape.path, at);
    is_move ? cairo_move_to(cairo, x, y) : cairo_line_to(cairo, x, y);
    is_move = false;
  }
  const auto part = [&](unsigned shift) {
    return static_cast<double>((shape.colour >> shift) & 0xFFU) / 255;
  };
  cairo_set_source_rgb(cairo, part(16), part(8), part(0));
  cairo_fill_preserve(cairo);
  cairo_set_source_rgb(cairo, 1, 1, 1);
  cairo_set_line_width(cairo, 0.5);
  cairo_stroke(cairo);
}

void DrawShapes(const SocialCard& card, Box box, cairo_t* cairo) {
  cairo_save(cairo);
  const double scale = std::min(box.width / card.shapes_width, box.height / card.shapes_height);
  cairo_translate(cairo, box.x + box.width - scale * card.shapes_width, box.y);
  cairo_scale(cairo, scale, scale);
  for (const SocialCard::Shape& shape : card.shapes) DrawShape(shape, cairo);
  cairo_restore(cairo);
}

}  // namespace

std::string DrawCard(const SocialCard& card, CardFormat format) {
  Canvas canvas(format);
  canvas.Use(kLine);
  cairo_rectangle(canvas.get(), 0, 0, kWidth, 14);
  cairo_fill(canvas.get());
  const bool has_chart = !card.steps.empty() && card.until;
  const double width = kWidth - 2 * kMargin;
  canvas.Write(card.kicker, "Sans Bold 17", kQuiet, {kMargin, 44, width, 34});
  double top = 86;
  top += canvas.Write(card.headline, "Sans Bold 38", kInk, {kMargin, top, width, 130}) + 10;
  const double room = has_chart ? 84 : kHeight - top - 90;
  const double words_width = card.shapes.empty() ? width : 0.36 * width;
  if (!card.shapes.empty())
    DrawShapes(card, {kMargin + words_width, top, width - words_width, room}, canvas.get());
  top += canvas.Write(card.words, "Sans 20", kInk, {kMargin, top, words_width, room}) + 24;
  if (has_chart) DrawSteps(card, {kMargin + 58, top, width - 76, kHeight - 108 - top}, canvas);
  canvas.Write(card.source, "Sans 12", kQuiet, {kMargin, kHeight - 44, width, 22});
  return std::move(canvas).Finish();
}

}  // namespace lawtrace::service
