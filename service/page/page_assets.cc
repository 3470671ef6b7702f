#include "service/page/page_assets.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "model/check.h"
#include "model/digest.h"
#include "report/render/html_document.h"
#include "service/http/problem.h"
#include "service/page/internal/web_files.h"

namespace lawtrace::service {
namespace {

struct Asset {
  std::string_view name;
  std::string_view type;
  std::shared_ptr<const std::string> text;
};

const std::vector<Asset>& Assets() {
  static const std::vector<Asset> assets = [] {
    const auto shared = [](std::string text) {
      return std::make_shared<const std::string>(std::move(text));
    };
    constexpr std::string_view kScript = "text/javascript; charset=utf-8";
    return std::vector<Asset>{
        {"app.css", "text/css; charset=utf-8",
         shared(std::string(report::ReportStyle()) + std::string(AppStyle()) +
                std::string(FormsStyle()))},
        {"app.js", kScript, shared(std::string(AppScript()))},
        {"overview.js", kScript, shared(std::string(OverviewScript()))},
        {"desk.js", kScript, shared(std::string(DeskScript()))},
        {"live.js", kScript, shared(std::string(LiveScript()))},
        {"charts.js", kScript, shared(std::string(report::ChartScript()))},
        {"world.json", "application/json", shared(std::string(report::WorldMap()))}};
  }();
  return assets;
}

const Asset* FindAsset(std::string_view name) {
  const auto found = std::ranges::find(Assets(), name, &Asset::name);
  return found == Assets().end() ? nullptr : &*found;
}

const std::string& Edition() {
  static const std::string digest = [] {
    Digest sum;
    for (const Asset& asset : Assets()) sum.Add(*asset.text);
    return sum.Hex();
  }();
  return digest;
}

}  // namespace

std::string AssetPath(std::string_view name) {
  Check(FindAsset(name) != nullptr, "the page has such a file");
  return "/assets/" + Edition() + "/" + std::string(name);
}

void AddAssetRoutes(Router& router) {
  router.Add({.method = "GET",
              .path = "/assets/{edition}/{name}",
              .id = "getAsset",
              .tag = "Page",
              .summary = "A file of the page",
              .is_documented = false,
              .gives_data = false,
              .handler = [](const Call& call) {
                const Asset* asset = FindAsset(call.path.find("name")->second);
                if (asset == nullptr || call.path.find("edition")->second != Edition())
                  return ProblemResponse(404, {"no such file; reload the page"});
                Response response;
                response.body = asset->text;
                response.With("Content-Type", std::string(asset->type));
                response.With("Cache-Control", "public, max-age=31536000, immutable");
                return response;
              }});
}

}  // namespace lawtrace::service
