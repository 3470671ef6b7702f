#include "ingest/law_identifier.h"

#include <gtest/gtest.h>

namespace lawtrace::ingest {
namespace {

TEST(LawIdentifierTest, KnowsEachKindByItsForm) {
  for (const char* celex :
       {"32011L0098", "32016R0399", "62008CJ0578", "02003L0109-20110520", "32003L0109R(01)"})
    EXPECT_EQ(KindOfLawIdentifier(celex), LawIdentifierKind::kCelex) << celex;
  for (const char* ecli : {"ECLI:EU:C:2010:117", "ECLI:NL:HR:2012:BW5328",
                           "ECLI:DE:BVERFG:2012:"
                           "LS20120718.1BVL001010"})
    EXPECT_EQ(KindOfLawIdentifier(ecli), LawIdentifierKind::kEcli) << ecli;
  for (const char* eli : {"http://data.europa.eu/eli/dir/2011/98/oj",
                          "https://www.legifrance.gouv.fr/eli/loi/2018/9/10/INTX1801788L/jo/texte",
                          "eli/reg/2016/399/oj", "/eli/es/lo/2000/01/11/4",
                          "http://www.legislation.gov.uk/id/uksi/2013/2541"})
    EXPECT_EQ(KindOfLawIdentifier(eli), LawIdentifierKind::kEli) << eli;
}

TEST(LawIdentifierTest, TakesNothingElse) {
  for (const char* text :
       {"", "eli", "eli/", "2011/98/EU", "32011L", "ECLI:EU:C:10:117", "ecli:eu:c:2010:117",
        "http://example.org/law/12", "32011L0098 ", "eli /a/b", "ECLI:EU:C:2010:"})
    EXPECT_EQ(KindOfLawIdentifier(text), std::nullopt) << text;
}

}  // namespace
}  // namespace lawtrace::ingest
