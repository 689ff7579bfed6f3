import type { Block } from './blocks.ts';

/** Pixels, from the picture's upper left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the wheel stands; `radius` reaches to the outside of its rim. Pixels. */
interface Circle {
  x: number;
  y: number;
  radius: number;
}

/** Text or a list that is to be placed around the wheel. */
export interface Label {
  /** The same content in several shapes, the first to be preferred. */
  shapes: Block[];
  /** The direction from the wheel's centre where it belongs, and how far off it may stand: radians clockwise from the top. */
  at: number;
  within: number;
  /** Close to its place at the wheel; at the area's edge, for a tidy page; or beside the wheel or at the bottom, wherever it fits. */
  stands: 'at wheel' | 'at edge' | 'anywhere';
}

export interface Placed extends Box {
  block: Block;
}

/** Where labels may stand: inside the area and outside the circle. */
interface Page {
  circle: Circle;
  area: Box;
}

/** Least distances in pixels: between a label and the wheel, and between two labels. */
const spacing = { wheel: 14, between: 24 };
/** Pixels between the heights that are tried. */
const step = 10;
/** The search ends after so many placements; a solution that exists is found long before. */
const maxPlacements = 60;

/** Places all labels inside the area, outside the circle and clear of each other; undefined if they do not fit. */
export function placeAround(labels: readonly Label[], page: Page): Placed[] | undefined {
  const choices: Choice[][][] = [];
  for (const label of labels) {
    const places = label.shapes.map((block, rank) => placesFor(label, { block, extraCost: rank * 25 }, page));
    if (places.every((each) => each.length === 0)) {
      return undefined;
    }
    choices.push(places);
  }
  let tries = 0;
  const placeRest = (placed: Placed[]): Placed[] | undefined => {
    const places = choices[placed.length];
    if (places === undefined) {
      return placed.map((box, i) => level(box, labels[i], placed));
    }
    const best = places.flatMap((each) => each.find(({ box }) => !touchesAny(box, placed)) ?? []);
    for (const { box } of best.sort((a, b) => a.cost - b.cost)) {
      tries += 1;
      const all = tries > maxPlacements ? undefined : placeRest([...placed, box]);
      if (all !== undefined) {
        return all;
      }
    }
    return undefined;
  };
  return placeRest([]);
}

interface Choice {
  box: Placed;
  cost: number;
}

/** All places for one shape of a label, the cheapest first; `extraCost` is what this shape is worse than the first. */
function placesFor(label: Label, { block, extraCost }: { block: Block; extraCost: number }, page: Page): Choice[] {
  const { width, height } = block;
  const { area, circle } = page;
  const places: Choice[] = [];
  const edgesAt = leftEdges(block, label, page);
  for (let y = area.y + area.height - height; y >= area.y; y -= step) {
    for (const x of edgesAt(y)) {
      if (!isNear({ x, y, width, height }, label, circle)) continue;
      const box = { x, y, width, height, block };
      places.push({ box, cost: extraCost + costOf(box, label, page) });
    }
  }
  return places.sort((a, b) => a.cost - b.cost);
}

/** Moves a box at the wheel away from it by a few pixels if that puts it level with another one. */
function level(box: Placed, label: Label | undefined, all: readonly Placed[]): Placed {
  const away = Math.sign(-Math.cos(label?.at ?? 0));
  const moves = all
    .map((other) => (away < 0 ? other.y - box.y : other.y + other.height - box.y - box.height))
    .filter((move) => Math.abs(move) < 30 && Math.sign(move) === away);
  const moved = { ...box, y: box.y + away * Math.max(0, ...moves.map(Math.abs)) };
  const free =
    label?.stands === 'at wheel' &&
    !touchesAny(
      moved,
      all.filter((other) => other !== box),
    );
  return free ? moved : box;
}

/** The useful left edges for a block by its top, `y`: clear of the wheel and inside the area. */
function leftEdges(
  { width, height }: Pick<Box, 'width' | 'height'>,
  { at, stands }: Pick<Label, 'at' | 'stands'>,
  { circle, area }: Page,
): (y: number) => number[] {
  const radius = circle.radius + spacing.wheel;
  const [first, last] = [area.x, area.x + area.width - width];
  const isAtWheel = stands === 'at wheel';
  const sideways = Math.sin(at);
  const across = isAtWheel ? circle.x + radius * sideways + ((sideways - 1) * width) / 2 : (first + last) / 2;
  const middle = Math.min(Math.max(across, first), last);
  const isFree = (x: number, half: number) =>
    x >= first && x <= last && (half === 0 || x >= circle.x + half || x + width <= circle.x - half);
  return (y) => {
    const beyond = Math.max(y - circle.y, circle.y - y - height, 0);
    const half = beyond >= radius ? 0 : Math.sqrt(radius ** 2 - beyond ** 2);
    const right = isAtWheel ? circle.x + half : first;
    const left = isAtWheel ? circle.x - half - width : last;
    // A picture asks for these at a hundred thousand heights: no list is made on the way to the one that is given.
    const edges: number[] = [];
    if (isFree(right, half)) edges.push(right);
    if (isFree(left, half)) edges.push(left);
    if (half === 0 && isFree(middle, half)) edges.push(middle);
    return edges;
  };
}

/** Whether a box stands in its label's direction from the wheel. */
function isNear({ x, y, width, height }: Box, { at, within }: Label, circle: Circle): boolean {
  const angle = Math.atan2(x + width / 2 - circle.x, circle.y - y - height / 2);
  const apart = Math.abs(angle - at) % (2 * Math.PI);
  return Math.min(apart, 2 * Math.PI - apart) <= within;
}

/** How far, in pixels, a box is from its label's best place. */
function costOf({ x, y, width, height }: Box, { at, stands }: Label, { circle, area }: Page): number {
  const [sideways, upwards] = [Math.sin(at), Math.cos(at)];
  const [left, top] = [circle.x + circle.radius * sideways - x, circle.y - circle.radius * upwards - y];
  if (stands === 'at wheel') {
    const gap = Math.hypot(Math.max(-left, left - width, 0), Math.max(-top, top - height, 0));
    return gap + Math.hypot(left - width / 2, top - height / 2) / 6;
  }
  const side = Math.abs(sideways) < 0.2 ? 0.5 : sideways > 0 ? 1 : 0;
  const fromSide = Math.abs(x + width * side - area.x - area.width * side);
  const fromBottom = area.y + area.height - y - height;
  if (stands === 'anywhere') {
    return fromSide + Math.min(fromBottom, Math.abs(y + height / 2 - circle.y));
  }
  return fromSide + (Math.abs(upwards) < 0.3 ? Math.abs(top - height / 2) : upwards > 0 ? y - area.y : fromBottom);
}

function touchesAny(box: Box, others: readonly Box[]): boolean {
  return others.some(
    (other) =>
      box.x < other.x + other.width + spacing.between &&
      other.x < box.x + box.width + spacing.between &&
      box.y < other.y + other.height + spacing.between &&
      other.y < box.y + box.height + spacing.between,
  );
}
