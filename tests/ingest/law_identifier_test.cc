#include "ingest/law_identifier.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lawtrace::ingest {
namespace {

void ExpectKind(LawIdentifierKind kind, const std::vector<const char*>& texts) {
  for (const char* text : texts) {
    const auto identifier = ReadLawIdentifier(text);
    ASSERT_TRUE(identifier) << text;
    EXPECT_EQ(identifier->kind, kind) << text;
  }
}

TEST(LawIdentifierTest, KnowsCelexNumbersOfEverySector) {
  ExpectKind(
      LawIdentifierKind::kCelex,
      {"32011L0098",
       "32016R0399",
       "62008CJ0578",
       "02003L0109-20110520",
       "32003L0109R(01)",
       "32010D0405(01)",
       "32010D0405(01)R(02)",
       "02010D0405(01)-20120101",
       "12016E/TXT",
       "12016ME/TXT",
       "12012E079",
       "12008E/PRO/21",
       "12007L/AFI/DCL/56",
       "21963A0912(01)",
       "42007A1212(01)",
       "52016PC0270",
       "52013AG0003(01)",
       "52024XC03456",
       "52023XC00001",
       "62019CC0336",
       "62025TJ0311_RES",
       "62019CJ0503_SUM",
       "72009L0050PRT_190001",
       "72003L0086FRA_21",
       "81998FI1203(51)",
       "92008E003456",
       "C2010/083/01",
       "E2011J0012",
       "32023R2832",
       "celex:32011l0098",
       "CELEX 32011L0098",
       "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32011L0098",
       "http://eur-lex.europa.eu/legal-content/DE/ALL/?qid=1&uri=celex%3A32011L0098&from=EN"});
}

TEST(LawIdentifierTest, KnowsEcliOfEveryCourt) {
  ExpectKind(
      LawIdentifierKind::kEcli,
      {"ECLI:EU:C:2010:117", "ECLI:NL:HR:2012:BW5328", "ECLI:DE:BVerfG:2013:rs20130219.1bvl000111",
       "ECLI:DE:BVerwG:2013:170113U10C23.12.0", "ECLI:CZ:NSS:2011:5.Azs.6.2010.107",
       "ECLI:SK:KSBA:2016:1015200123.2", "ECLI:AT:OGH0002:2012:0010OB00123.12A.0712.000",
       "ECLI:ES:TS:2011:4821A", "ECLI:FR:CCASS:2016:C100123", "ecli:eu:c:2010:117",
       "ECLI:CE:ECHR:2014:0403JUD002916310", "ECLI:PT:STJ:2013:1161.06.0TYLSB.L1.S1"});
}

TEST(LawIdentifierTest, KnowsEliWithAndWithoutItsHost) {
  ExpectKind(LawIdentifierKind::kEli,
             {"http://data.europa.eu/eli/dir/2011/98/oj",
              "https://www.legifrance.gouv.fr/eli/loi/2018/9/10/INTX1801788L/jo/texte",
              "eli/reg/2016/399/oj", "/eli/es/lo/2000/01/11/4", "data.europa.eu/eli/C/2024/1001/oj",
              "http://www.legislation.gov.uk/id/uksi/2013/2541",
              "https://www.legislation.gov.uk/ukpga/2007/30/section/5",
              "https://www.legislation.gov.uk/ukpga/Eliz2/8-9/70",
              "http://data.legilux.public.lu/eli/etat/leg/loi/2015/12/18/n15/jo",
              "https://fedlex.data.admin.ch/eli/cc/2007/758?a=1#art_3",
              "https://lovdata.no/eli/lov/2005/06/10/51/nor/html",
              "https://www.retsinformation.dk/eli/lta/2020/1061",
              "https://www.ejustice.just.fgov.be/eli/loi/1984/06/28/1984900065/justel"});
}

TEST(LawIdentifierTest, KnowsUniformResourceNames) {
  ExpectKind(LawIdentifierKind::kUrn,
             {"urn:nir:stato:legge:1992-02-05;91", "URN:LEX:br:federal:lei:1980-08-19;6815"});
}

TEST(LawIdentifierTest, KnowsTheNumbersAndAddressesOfStates) {
  ExpectKind(LawIdentifierKind::kNational,
             {"BOE-A-2009-19949",
              "https://www.boe.es/buscar/act.php?id=BOE-A-2009-19949",
              "LEGITEXT000006069414",
              "JORFTEXT000000502389",
              "INTX1311789L",
              "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000000502389/2020-01-01/",
              "BWBR0003738",
              "https://wetten.overheid.nl/BWBR0003738/2023-10-01",
              "stb-2000-496",
              "SFS 2001:82",
              "sfs 2001: 82",
              "Dz.U. 2012 poz. 161",
              "Dz. U. z 2009 r. Nr 95, poz. 787",
              "WDU20120000161",
              "DU/2012/161",
              "BGBl. I S. 1620",
              "BGBl. 1999 I S. 1618",
              "BGBl. I 1999 S. 1618",
              "BGBl. 2024 I Nr. 104",
              "BGBl. I Nr. 38/2011",
              "BGBl. Nr. 311/1985",
              "BJNR010970913",
              "SR 141.0",
              "AS 2016 2561",
              "SDK 359/2003",
              "LOV nr 1191 af 5/8/2020",
              "LBK nr 1029 af 29.9.2014",
              "LOV-2005-06-10-51",
              "FOR-2006-06-30-756",
              "186/2013 Sb.",
              "40/1993 Z. z.",
              "1993. évi LV. törvény",
              "NN 130/2011",
              "ДВ, бр. 136/1998",
              "ΦΕΚ Α 49/2010",
              "ΦΕΚ 49/Α/24-03-2010",
              "RT I 1995, 12, 122",
              "RT I, 30.06.2020, 18",
              "TAR 2014-10854",
              "TAIS.205191",
              "Uradni list RS, št. 1/91",
              "ZAKO13",
              "2011-01-0049",
              "099G0450",
              "20G00154",
              "Cap. 188",
              "L.N. 437 of 2020",
              "No. 26 of 1956",
              "S.I. No. 569 of 2011",
              "Pub. L. 82-414",
              "8 U.S.C. § 1427",
              "8 CFR 316.2",
              "SOR/93-246",
              "R.S.C., 1985, c. C-29",
              "C2007A00020",
              "F2016L00001",
              "325AC0000000147",
              "2235-14",
              "akn/fi/act/statute/2003/359",
              "https://legislatie.just.ro/Public/DetaliiDocument/121439",
              "https://likumi.lv/ta/id/57512",
              "https://zakon.rada.gov.ua/laws/show/2235-14",
              "1984900065",
              "numac 1984900065",
              "https://www.gesetze-im-internet.de/stag/",
              "www.riigiteataja.ee/akt/130062020018"});
}

TEST(LawIdentifierTest, TakesNothingElse) {
  for (const char* text : {"",
                           "eli",
                           "eli/",
                           "eli/dir",
                           "2011/98/EU",
                           "32011L",
                           "ECLI:EU:C:10:117",
                           "http://example.org/law/12",
                           "eli /a/b",
                           "ECLI:EU:C:2010:",
                           "ECLI:EU:C:2010:a b",
                           "23/2007",
                           "law",
                           "urn:",
                           "urn:nir",
                           "https://boe.es",
                           "https://boe.es.example.org/x",
                           "72003L0109",
                           "BOE-A-2000",
                           "BWBR12"})
    EXPECT_FALSE(ReadLawIdentifier(text)) << text;
}

TEST(LawIdentifierTest, WritingsOfOneIdentifierAreOne) {
  const std::vector<std::vector<const char*>> identifiers = {
      {"32011L0098", "celex:32011l0098", "http://data.europa.eu/eli/dir/2011/98/oj",
       "https://data.europa.eu/eli/dir/2011/98", "eli/dir/2011/98/oj/eng",
       "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:32011L0098"},
      {"32016R0399", "eli/reg/2016/399/oj"},
      {"ECLI:DE:BVerfG:2013:rs20130219.1bvl000111", "ecli:de:bverfg:2013:RS20130219.1BVL000111"},
      {"BOE-A-2009-19949", "boe-a-2009-19949",
       "https://www.boe.es/buscar/act.php?id=BOE-A-2009-19949",
       "http://boe.es/buscar/doc.php?id=BOE-A-2009-19949&p=1#a1"},
      {"BWBR0003738", "https://wetten.overheid.nl/BWBR0003738/2023-10-01"},
      {"SFS 2001:82", "sfs 2001: 82"},
      {"numac 1984900065", "1984900065"},
      {"https://www.legislation.gov.uk/ukpga/2007/30", "http://legislation.gov.uk/id/ukpga/2007/30",
       "https://www.legislation.gov.uk/ukpga/2007/30/contents"},
      {"https://likumi.lv/ta/id/57512", "http://www.likumi.lv/ta/id/57512/"},
      {"urn:nir:stato:legge:1992-02-05;91", "URN:NIR:stato:legge:1992-02-05;91"},
      {"Dz.U. 2012 poz. 161", "Dz. U. z 2012 r. poz. 161"}};
  std::vector<std::string> canonical;
  for (const std::vector<const char*>& writings : identifiers) {
    canonical.push_back(ReadLawIdentifier(writings.front())->canonical);
    for (const char* writing : writings) {
      const auto identifier = ReadLawIdentifier(writing);
      ASSERT_TRUE(identifier) << writing;
      EXPECT_EQ(identifier->canonical, canonical.back()) << writing;
    }
  }
  for (std::size_t i = 0; i < canonical.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_NE(canonical[i], canonical[j]);
}

}  // namespace
}  // namespace lawtrace::ingest
