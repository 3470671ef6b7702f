#include <utility>

#include "report/export/export_citation.h"
#include "service/api/answering.h"
#include "service/api/api.h"
#include "service/core/made_export.h"

namespace lawtrace::service {
namespace {

const char* TypeOf(report::ExportFormat format) {
  switch (format) {
    case report::ExportFormat::kJson:
      return "application/json";
    case report::ExportFormat::kJsonLines:
      return "application/x-ndjson";
    case report::ExportFormat::kSdmxCsv:
      return "application/vnd.sdmx.data+csv; charset=utf-8";
    case report::ExportFormat::kXlsx:
    case report::ExportFormat::kCsv:
    case report::ExportFormat::kSpreadsheetCsv:
      break;
  }
  return "text/csv; charset=utf-8; header=present";
}

}  // namespace

void AddCitationRoutes(Router& router, Service& service) {
  router.Add({.method = "GET",
              .path = "/v1/citations/{token...}",
              .id = "getCitation",
              .tag = "Citations",
              .summary = "An exported file again, byte for byte, from its citation token",
              .response_type = "text/csv",
              .handler = [&service](const Call& call) {
                return AnswerFrom(service, call, [&](const Asking& asking) -> Result<Response> {
                  const Result<report::ExportCitation> citation =
                      report::ParseToken(call.path.at("token"));
                  if (!citation) return Fail(citation.error());
                  if (citation->format == report::ExportFormat::kXlsx)
                    return Fail(ErrorCode::kInvalidInput,
                                "the token is of a workbook; 'lawtrace cite' writes those");
                  const Result<MadeExport> made =
                      MakeExport(asking.snapshot->index(), asking.service.log(), *citation);
                  if (!made) return Fail(made.error());
                  return TextResponse(200, TypeOf(citation->format), RenderRows(*made));
                });
              }});
}

}  // namespace lawtrace::service
