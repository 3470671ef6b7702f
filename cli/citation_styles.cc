#include "cli/citation_styles.h"

#include <vector>

#include "proto/citation_codec.h"

namespace lawtrace::cli {

Result<ingest::CitationStyles> OpenStyles(const std::string& directory) {
  const std::string folder =
      directory.empty() ? std::string(LAWTRACE_SOURCE_DIR "/data/citations") : directory;
  const Result<std::vector<CitationStyle>> styles = proto::LoadCitationStyles(folder);
  if (!styles) return Fail(styles.error());
  return ingest::CitationStyles::Compile(*styles);
}

}  // namespace lawtrace::cli
