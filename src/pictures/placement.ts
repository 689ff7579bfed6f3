import type { Block } from './blocks.ts';

/** Pixels, from the picture's upper left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the wheel stands; `radius` reaches to the outside of its rim. Pixels. */
export interface Circle {
  x: number;
  y: number;
  radius: number;
}

/** A thing to find room for. */
export interface Guest {
  /** The same content in several shapes, the first to be preferred. */
  shapes: Block[];
  /** The direction from the wheel's centre where it belongs, and how far off it may stand: radians clockwise from the top. */
  at: number;
  within: number;
  /** Close to its place at the wheel; at the area's edge, for a tidy page; or beside the wheel or at the bottom, wherever there is room. */
  stands: 'at wheel' | 'at edge' | 'anywhere';
}

export interface Placed extends Box {
  block: Block;
}

const air = { wheel: 14, between: 24 };
/** Pixels between the heights that are tried. */
const step = 10;
/** Places to try before a wheel of this size is given up; what is found is found long before. */
const maxPlacements = 60;

/** Finds room for all guests inside `area`, outside `circle` and clear of each other; undefined if there is none. */
export function placeAround(guests: readonly Guest[], circle: Circle, area: Box): Placed[] | undefined {
  const choices: Choice[][][] = [];
  for (const guest of guests) {
    const places = guest.shapes.map((block, rank) => placesFor(block, guest, circle, area, rank * 25));
    if (places.every((each) => each.length === 0)) {
      return undefined;
    }
    choices.push(places);
  }
  let tries = 0;
  const rest = (placed: Placed[]): Placed[] | undefined => {
    const places = choices[placed.length];
    if (places === undefined) {
      return placed.map((box, i) => level(box, guests[i], placed));
    }
    const best = places.flatMap((each) => each.find(({ box }) => !touchesAny(box, placed)) ?? []);
    for (const { box } of best.sort((a, b) => a.cost - b.cost)) {
      tries += 1;
      const all = tries > maxPlacements ? undefined : rest([...placed, box]);
      if (all !== undefined) {
        return all;
      }
    }
    return undefined;
  };
  return rest([]);
}

interface Choice {
  box: Placed;
  cost: number;
}

/** All places for one shape of a guest, the best first; `fee` is added to their cost. */
function placesFor(block: Block, guest: Guest, circle: Circle, area: Box, fee: number): Choice[] {
  const { width, height } = block;
  const places: Choice[] = [];
  for (let y = area.y + area.height - height; y >= area.y; y -= step) {
    for (const x of leftEdges(y, block, guest, circle, area)) {
      const box = { x, y, width, height, block };
      if (isAt(box, guest, circle)) {
        places.push({ box, cost: fee + costOf(box, guest, circle, area) });
      }
    }
  }
  return places.sort((a, b) => a.cost - b.cost);
}

/** Moves a box at the wheel away from it by a few pixels if that puts it level with another one. */
function level(box: Placed, guest: Guest | undefined, all: readonly Placed[]): Placed {
  const away = Math.sign(-Math.cos(guest?.at ?? 0));
  const moves = all
    .map((other) => (away < 0 ? other.y - box.y : other.y + other.height - box.y - box.height))
    .filter((move) => Math.abs(move) < 30 && Math.sign(move) === away);
  const moved = { ...box, y: box.y + away * Math.max(0, ...moves.map(Math.abs)) };
  const free =
    guest?.stands === 'at wheel' &&
    !touchesAny(
      moved,
      all.filter((other) => other !== box),
    );
  return free ? moved : box;
}

/** The useful left edges for a block whose top is at `y`: clear of the wheel and inside the area. */
function leftEdges(y: number, { width, height }: Block, { at, stands }: Guest, circle: Circle, area: Box): number[] {
  const radius = circle.radius + air.wheel;
  const [first, last] = [area.x, area.x + area.width - width];
  const beyond = Math.max(y - circle.y, circle.y - y - height, 0);
  const half = beyond >= radius ? 0 : Math.sqrt(radius ** 2 - beyond ** 2);
  const sideways = Math.sin(at);
  const beside = stands !== 'at wheel' ? [first, last] : [circle.x + half, circle.x - half - width];
  const across =
    stands !== 'at wheel' ? (first + last) / 2 : circle.x + radius * sideways + ((sideways - 1) * width) / 2;
  const wanted = half === 0 ? [...beside, Math.min(Math.max(across, first), last)] : beside;
  return wanted.filter(
    (x) => x >= first && x <= last && (half === 0 || x >= circle.x + half || x + width <= circle.x - half),
  );
}

function isAt({ x, y, width, height }: Box, { at, within }: Guest, circle: Circle): boolean {
  const angle = Math.atan2(x + width / 2 - circle.x, circle.y - y - height / 2);
  return Math.abs(Math.atan2(Math.sin(angle - at), Math.cos(angle - at))) <= within;
}

/** How far, in pixels, a box is from where it would stand best. */
function costOf({ x, y, width, height }: Box, { at, stands }: Guest, circle: Circle, area: Box): number {
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
      box.x < other.x + other.width + air.between &&
      other.x < box.x + box.width + air.between &&
      box.y < other.y + other.height + air.between &&
      other.y < box.y + box.height + air.between,
  );
}
