// lawtrace feed, bounce; and the configuration of channels for verbs that send.
#pragma once

#include <string>

#include "cli/command.h"
#include "cli/options.h"
#include "model/result.h"
#include "service/channels/delivery_config.h"
#include "service/core/feeds.h"

namespace lawtrace::cli {

struct FeedOptions {
  CommonOptions common;
  service::FeedScope scope;  // As people write it.
  std::string output;        // Folder, or "-" for the current page on standard output.
  bool is_public = false;    // Everybody on the machine may read the files.
  service::DeliveryValues delivery;
};

struct BounceOptions {
  CommonOptions common;
  std::string recipient;  // "bounces+TOKEN@DOMAIN".
};

// Flags and environment variables of service::DeliverySettings(), into `values`.
void AddDelivery(Command verb, service::DeliveryValues& values);
// Those of them that say what may be wished for.
void AddWishSettings(Command verb, service::DeliveryValues& values);

// Folder of the templates that come with the program.
std::string BundledTemplates();

[[nodiscard]] Result<int> RunFeed(const FeedOptions& options);
[[nodiscard]] Result<int> RunBounce(const BounceOptions& options);

}  // namespace lawtrace::cli
