#include "service/http/openapi.h"

#include <nlohmann/json.hpp>

namespace lawtrace::service {
namespace {

using Json = nlohmann::ordered_json;

Json SchemaOf(const Parameter& parameter) {
  Json schema = {{"type", parameter.type}};
  if (!parameter.choices.empty()) schema["enum"] = parameter.choices;
  if (!parameter.is_list) return schema;
  return {{"type", "array"}, {"items", std::move(schema)}};
}

Json ParameterJson(const Parameter& parameter) {
  Json json = {{"name", parameter.name},
               {"in", "query"},
               {"required", parameter.is_required},
               {"description", parameter.description},
               {"schema", SchemaOf(parameter)}};
  if (parameter.is_list) {
    json["style"] = "form";
    json["explode"] = false;
  }
  if (!parameter.example.empty()) {
    Json example = parameter.example;
    if (parameter.is_list) example = Json::array({parameter.example});
    if (parameter.type == "integer") example = std::stoll(parameter.example);
    if (parameter.type == "boolean") example = parameter.example == "true";
    json["example"] = std::move(example);
  }
  return json;
}

// "/v1/laws/{law}" -> law.  The rest of a path is one name, too.
std::vector<std::string> PathNames(const std::string& path) {
  std::vector<std::string> names;
  for (std::size_t at = 0; (at = path.find('{', at)) != std::string::npos; ++at) {
    std::string name = path.substr(at + 1, path.find('}', at) - at - 1);
    if (name.ends_with("...")) name.resize(name.size() - 3);
    names.push_back(std::move(name));
  }
  return names;
}

std::string PublicPath(std::string path) {
  if (const std::size_t dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
  return path;
}

Json ContentOf(const std::string& type, const std::string& schema) {
  Json parsed = schema.empty() ? Json::object() : Json::parse(schema, nullptr, false);
  return {{type, {{"schema", std::move(parsed)}}}};
}

bool Has(const Route& route, std::string_view name) {
  for (const Parameter& parameter : route.parameters)
    if (parameter.name == name) return true;
  return false;
}

Json OperationJson(const Route& route, bool needs_token) {
  Json operation = {{"operationId", route.id}, {"tags", {route.tag}}, {"summary", route.summary}};
  Json parameters = Json::array();
  for (const std::string& name : PathNames(route.path)) {
    Json parameter = {
        {"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}};
    if (const auto example = route.path_examples.find(name); example != route.path_examples.end())
      parameter["example"] = example->second;
    parameters.push_back(std::move(parameter));
  }
  for (const Parameter& parameter : route.parameters)
    parameters.push_back(ParameterJson(parameter));
  if (!parameters.empty()) operation["parameters"] = std::move(parameters);
  if (!route.request_schema.empty())
    operation["requestBody"] = {{"required", true},
                                {"content", ContentOf("application/json", route.request_schema)}};
  Json content = ContentOf(route.response_type, route.response_schema);
  if (Has(route, "format")) content["text/csv"] = {{"schema", {{"type", "string"}}}};
  operation["responses"] = {
      {"200", {{"description", "The answer"}, {"content", std::move(content)}}},
      {"4XX", {{"$ref", "#/components/responses/Problem"}}},
      {"5XX", {{"$ref", "#/components/responses/Problem"}}}};
  if (needs_token)
    operation["security"] = Json::array({{{"token", Json::array()}}});
  else
    operation["security"] = Json::array();
  return operation;
}

Json ComponentsJson(bool has_roles) {
  Json components = {
      {"schemas",
       {{"Problem",
         {{"type", "object"},
          {"description", "RFC 9457; `errors` has a line per fault, with what to send instead"},
          {"required", {"type", "title", "status"}},
          {"properties",
           {{"type", {{"type", "string"}}},
            {"title", {{"type", "string"}}},
            {"status", {{"type", "integer"}}},
            {"detail", {{"type", "string"}}},
            {"errors", {{"type", "array"}, {"items", {{"type", "string"}}}}}}}}}}},
      {"responses",
       {{"Problem",
         {{"description", "What is wrong and what to send instead"},
          {"content",
           {{"application/problem+json",
             {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}}}}}};
  if (has_roles)
    components["securitySchemes"] = {{"token", {{"type", "http"}, {"scheme", "bearer"}}}};
  return components;
}

}  // namespace

std::string OpenApiDocument(const Router& router) {
  Json paths = Json::object();
  bool has_roles = false;
  for (const Route& route : router.routes()) {
    if (!route.is_documented) continue;
    const bool needs_token = !router.RoleOf(route).empty();
    std::string method = route.method;
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    paths[PublicPath(route.path)][method] = OperationJson(route, needs_token);
    has_roles = has_roles || needs_token;
  }
  const Json document = {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Lawtrace"},
        {"version", "1"},
        {"description",
         "Scores of policy indices on any day, as known on any day, and the laws that moved them. "
         "A row has the columns of the command of the same name; an absent value is null."}}},
      {"servers", {{{"url", "/"}, {"description", "This service"}}}},
      {"paths", std::move(paths)},
      {"components", ComponentsJson(has_roles)}};
  return document.dump(1) + '\n';
}

}  // namespace lawtrace::service
