// What d3-geo and topojson are for: simplify outlines along shared borders, and project them onto flat maps.
// node project.mjs INPUT OUTPUT, called by maps.py, which decides what is drawn and writes the paths.
//   INPUT  {atlas: path of TopoJSON, countries: {FR: [{state, polygons}, …], …}}, longitude and latitude in degrees
//   OUTPUT {world: [{id, polygons: [{start, area, middle, rings, point}, …]}, …],
//           states: {FR: {"FR-BRE": {middle, rings}, …}, …}, flat points in units of the map
//           projections: {FR: [longitude, latitude, scale, x, y], …}}: the middle of a map in degrees, units in a
//           radius of the globe, and where the middle is drawn; none for the United States, which are geoAlbersUsa

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
// An island is far when it is so many radians, or sides of a square as large as the country, from each large part.
const NEAR = { large: 0.05, least: 0.18, sides: 1.6 };
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
  const lands = joined(whole, () => true);
  const isNear = country === "US" ? () => true : nearness(lands);
  const projection = country === "US" ? usa() : azimuthal(lands.filter(isNear));
  const unit = 180 / Math.PI / projection.scale();
  const simplified = simplify(presimplify(whole), unit * unit * (country === "US" ? USA : STATES).detail);
  const found = {};
  for (const state of new Set(areas.map((area) => area.state))) {
    const shape = multipolygon(joined(simplified, (area) => area.properties.state === state).filter(isNear));
    if (shape.coordinates.length) {
      found[state] = { middle: geoPath(projection).centroid(shape), rings: drawn(shape, projection) };
    }
  }
  return { shapes: found, projection: country === "US" ? null : placed(projection) };
}

/** Where and how large a map is drawn. */
function placed(projection) {
  const [longitude, latitude] = projection.rotate().map((degrees) => -degrees);
  return [longitude, latitude, projection.scale(), ...projection.translate()];
}

/** The polygons of some areas, made one where they touch. */
function joined(whole, isWanted) {
  const { coordinates } = merge(whole, whole.objects.areas.geometries.filter(isWanted));
  return coordinates.filter((rings) => rings.length && rings[0].length > 3).map(wound);
}

/**
 * A test for polygons that are not on a small and far island: such a one would make the rest of a country small.
 * Simplified outlines keep some of the points of whole ones, so points tell which land a polygon belongs to.
 */
function nearness(lands) {
  const sizes = lands.map((rings) => geoArea(polygon(rings)));
  const middles = lands.map((rings) => geoCentroid(polygon(rings)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const reach = Math.max(NEAR.least, Math.sqrt(total) * NEAR.sides);
  const large = middles.filter((_middle, place) => sizes[place] >= NEAR.large * total);
  const isFar = (middle) => large.every((other) => geoDistance(middle, other) > reach);
  const far = new Set(lands.filter((_rings, place) => isFar(middles[place])).flatMap(([outer]) => outer.map(String)));
  return ([outer]) => !outer.some((point) => far.has(String(point)));
}

const usa = () => geoAlbersUsa().scale(USA.scale).translate(USA.middle);

function azimuthal(polygons) {
  const [longitude, latitude] = geoCentroid(multipolygon(polygons));
  return geoAzimuthalEqualArea().rotate([-longitude, -latitude]).fitSize(STATES.size, multipolygon(polygons))
    .precision(0.5);
}

const [input, output] = process.argv.slice(2);
const { atlas, countries } = JSON.parse(fs.readFileSync(input));
const sheets = Object.entries(countries).map(([code, areas]) => [code, states(code, areas)]);
const each = (name) => Object.fromEntries(sheets.map(([code, sheet]) => [code, sheet[name]]));
fs.writeFileSync(output, JSON.stringify({
  world: world(JSON.parse(fs.readFileSync(atlas))),
  states: each("shapes"),
  projections: each("projection"),
}));
