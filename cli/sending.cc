#include "cli/sending.h"

#include "report/message_json.h"
#include "service/file_sender.h"

namespace lawtrace::cli {

Result<service::Send> OpenSending(const Index& index) {
  const report::MessageLinks links{.index_id = index.id, .index_name = index.name};
  return service::Send([links](const alerts::Message& message, std::span<const Subscription>) {
    if (message.channel.kind == ChannelKind::kFile)
      return service::AppendLine(message.channel.target, report::MessageJson(message, links));
    return service::DeliveryOutcome::Retry("this channel is not configured; see docs/channels.md");
  });
}

}  // namespace lawtrace::cli
