// Sending: the channels that a dispatch of the command line sends through.
#pragma once

#include "model/index.h"
#include "model/result.h"
#include "service/send.h"

namespace lawtrace::cli {

// REQUIRES: `index` outlives what is returned.
[[nodiscard]] Result<service::Send> OpenSending(const Index& index);

}  // namespace lawtrace::cli
