-- What a user of SQL would keep of the log: the steps of every answer, and, worked out beforehand,
-- those of every unit (a child of an area), so that only two levels of means are left to do.
create table answers (country text, code text, day date, sequence bigint, score float8,
  answer text, effective text, earliest date, latest date, kind text);
create table units (country text, code text, day date, sequence bigint, score float8);
create table tree (unit text primary key, area text);
create table labels (code text primary key, level text, label text);
\copy answers from 'answers.csv' csv
\copy units from 'units.csv' csv
\copy tree from 'tree.csv' csv
\copy labels from 'labels.csv' csv
create index on answers (country, code, day desc, sequence desc) include (score, answer, effective, earliest, latest, kind);
create index on units (country, code, day desc, sequence desc) include (score);
create table answer_cells as select distinct country, code from answers;
create table unit_cells as select distinct country, code, area from units join tree on unit = code;
create index on answer_cells (country);
create index on unit_cells (country);
create table countries as
  select row_number() over (order by country) as id, country
  from (select distinct country from units) as all_of_them;
create index on countries (id);
vacuum analyze;
