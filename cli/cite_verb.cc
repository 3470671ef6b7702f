// lawtrace cite.
#include "cli/export_verb.h"
#include "cli/export_writer.h"
#include "cli/session.h"

namespace lawtrace::cli {

Result<int> RunCite(const CiteOptions& options) {
  const Result<report::ExportCitation> citation = report::ParseToken(options.token);
  if (!citation) return Fail(citation.error());
  if (const Status sound = CheckOutput(citation->format, options.output, options.codebook); !sound)
    return Fail(sound.error());
  const Result<Session> session = Session::Open(options.common, store::Access::kRead);
  if (!session) return Fail(session.error());
  const Result<service::MadeExport> made =
      service::MakeExport(session->index(), session->log(), *citation);
  if (!made) return Fail(made.error());
  const Status written = WriteExport(*made, options.output, options.codebook);
  if (!written) return Fail(written.error());
  return 0;
}

}  // namespace lawtrace::cli
