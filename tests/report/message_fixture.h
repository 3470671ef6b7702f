// Messages for tests: one change in Portugal, and a digest of three in two countries.
#pragma once

#include <string>

#include "alerts/message.h"
#include "model/subscription.h"
#include "report/messages/message_text.h"

namespace lawtrace::report {

alerts::Notice SampleNotice();
alerts::Message SampleAlert();
alerts::Message SampleDigest();
alerts::Message SampleCorrection();
alerts::Message SampleConfirmation();
Subscription SampleSubscription();
MessageLinks SampleLinks();

// The files of data/templates.
std::vector<TemplateFile> BundledTemplateFiles();

}  // namespace lawtrace::report
