// The outlines of countries as paths on the page, projected and simplified for their size there.
import { geoConicConformal, geoEqualEarth, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { presimplify, simplify } from "topojson-simplify";

// The pictures' sizes, in units of their view boxes.
export const world = { width: 960, height: 470 };
export const europe = { width: 640, height: 560 };
// Square degrees; what is smaller cannot be seen.
const worldDetail = 0.12;
const europeDetail = 0.01;

const corners = (coordinates) => ({ type: "MultiPoint", coordinates });

function pathsOf(atlas, detail, projection, size) {
  const drawn = simplify(presimplify(atlas), detail);
  const path = geoPath(projection.clipExtent([[0, 0], [size.width, size.height]])).digits(1);
  return new Map(
    feature(drawn, drawn.objects.countries).features.map((country) => [
      country.id,
      path(country) ?? "",
    ]));
}

// [{code, world, europe}] by code; a path is empty where the country is not on the picture.
export function outlines(atlas) {
  const world_ = pathsOf(
    atlas, worldDetail,
    geoEqualEarth().fitExtent(
      [[2, 2], [world.width - 2, world.height - 2]],
      corners([[-168, 0], [179, 0], [0, 77], [0, -56]])),
    world);
  const europe_ = pathsOf(
    atlas, europeDetail,
    geoConicConformal().rotate([-10, 0]).parallels([35, 65]).fitExtent(
      [[2, 2], [europe.width - 2, europe.height - 2]],
      corners([[-23, 66], [-9, 36], [16, 34.5], [34, 34], [42, 66]])),
    europe);
  return [...world_.keys()]
    .filter((code) => code)
    .sort()
    .map((code) => ({ code, world: world_.get(code), europe: europe_.get(code) }))
    .filter((country) => country.world || country.europe);
}
