// What d3-geo and topojson are for: simplify outlines along shared borders, and project them onto flat maps.
// node project.mjs INPUT OUTPUT, called by maps.py, which decides what is drawn and writes the paths.
//   INPUT  {atlas: path of TopoJSON, countries: {FR: [{state, polygons}, …], …}}, longitude and latitude in degrees
//   OUTPUT {world: [{id, polygons: [{start, area, middle, rings, point}, …]}, …],
//           states: {FR: {"FR-BRE": {middle, rings}, …}, …}}, flat points in units of the map

import fs from "node:fs";
import {
  geoAlbersUsa, geoArea, geoAzimuthalEqualArea, geoCentroid, geoDistance, geoEqualEarth, geoPath,
} from "d3-geo";
import { feature, merge } from "topojson-client";
import { topology } from "topojson-server";
import { presimplify, simplify, sphericalTriangleArea } from "topojson-simplify";

const WORLD = { width: 2000, west: -169, detail: 4e-6 }; // west: the edge of the map; detail: steradians
const STATES = { size: [1000, 760], detail: 1.6 }; // detail: square units of the map
const USA = { scale: 1070 * 1000 / 975, middle: [500, 310], detail: 1.0 }; // with Alaska and Hawaii moved in
const HALF = 2 * Math.PI; // steradians

/** The closed rings that d3 draws, kept as lists of points. */
class Pen {
  rings = [];
  beginPath() {}
  moveTo(x, y) { this.rings.push([[x, y]]); }
  lineTo(x, y) { this.rings.at(-1).push([x, y]); }
  closePath() {}
  arc() {}
}

function drawn(shape, projection) {
  const pen = new Pen();
  geoPath(projection, pen)(shape);
  return pen.rings;
}

const polygon = (coordinates) => ({ type: "Polygon", coordinates });
const multipolygon = (coordinates) => ({ type: "MultiPolygon", coordinates });

/** d3 fills all the globe but a polygon whose rings run the other way round: turn such a one. */
function wound(coordinates) {
  return geoArea(polygon(coordinates)) > HALF ? coordinates.map((ring) => ring.slice().reverse()) : coordinates;
}

function world(atlas) {
  const simplified = simplify(presimplify(atlas, sphericalTriangleArea), WORLD.detail);
  const projection = geoEqualEarth().rotate([-180 - WORLD.west, 0]).precision(0.3)
    .fitWidth(WORLD.width, { type: "Sphere" });
  const piece = (coordinates) => ({
    start: coordinates[0][0],
    area: geoArea(polygon(coordinates)),
    middle: geoPath(projection).centroid(polygon(coordinates)),
    rings: drawn(polygon(coordinates), projection),
    point: projection(coordinates[0][0]),
  });
  return feature(simplified, simplified.objects.countries).features.map(({ id, geometry }) => ({
    id, polygons: (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates).map(piece),
  }));
}

function states(country, areas) {
  const features = areas.map(({ state, polygons }) => (
    { type: "Feature", properties: { state }, geometry: multipolygon(polygons.map(wound)) }
  ));
  const whole = topology({ areas: { type: "FeatureCollection", features } }, 1e6);
  const isNear = country === "US" ? () => true : nearness(merged(whole).flatMap(([, polygons]) => polygons));
  const near = merged(whole).flatMap(([, polygons]) => polygons).filter(isNear);
  const projection = country === "US" ? usa() : azimuthal(near);
  const unit = 180 / Math.PI / projection.scale();
  const detail = unit * unit * (country === "US" ? USA.detail : STATES.detail);
  const found = {};
  for (const [state, polygons] of merged(simplify(presimplify(whole), detail))) {
    const shape = multipolygon(polygons.filter(isNear));
    if (shape.coordinates.length) {
      found[state] = { middle: geoPath(projection).centroid(shape), rings: drawn(shape, projection) };
    }
  }
  return found;
}

/** [state, polygons] of each state, the areas in it made one. */
function merged(whole) {
  const areas = whole.objects.areas.geometries;
  return [...new Set(areas.map((area) => area.properties.state))].map((state) => {
    const joined = merge(whole, areas.filter((area) => area.properties.state === state));
    return [state, joined.coordinates.filter((rings) => rings.length && rings[0].length > 3).map(wound)];
  });
}

/** Far islands would make the rest of a country small: a test for polygons that are near the largest one. */
function nearness(polygons) {
  const areas = polygons.map((rings) => geoArea(polygon(rings)));
  const middle = geoCentroid(polygon(polygons[areas.indexOf(Math.max(...areas))]));
  const limit = Math.max(0.16, Math.sqrt(areas.reduce((sum, area) => sum + area, 0)) * 1.6);
  return (rings) => geoDistance(geoCentroid(polygon(rings)), middle) < limit;
}

const usa = () => geoAlbersUsa().scale(USA.scale).translate(USA.middle);

function azimuthal(polygons) {
  const [longitude, latitude] = geoCentroid(multipolygon(polygons));
  return geoAzimuthalEqualArea().rotate([-longitude, -latitude]).fitSize(STATES.size, multipolygon(polygons))
    .precision(0.5);
}

const [input, output] = process.argv.slice(2);
const { atlas, countries } = JSON.parse(fs.readFileSync(input));
fs.writeFileSync(output, JSON.stringify({
  world: world(JSON.parse(fs.readFileSync(atlas))),
  states: Object.fromEntries(Object.entries(countries).map(([code, areas]) => [code, states(code, areas)])),
}));
