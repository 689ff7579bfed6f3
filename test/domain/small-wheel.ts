import type { Wheel } from '../../src/domain/wheel.ts';

/** A wheel with these themes, and the focus areas of each. */
export function smallWheel(themes: Record<string, string[]>): Wheel {
  const step = (name: string) => ({ name, description: `About ${name}.` });
  return {
    id: 'small',
    version: 1,
    language: 'en',
    name: 'Small wheel',
    about: 'For tests.',
    source: { name: 'Tests' },
    steps: [step('One'), step('Two'), step('Three'), step('Four')],
    themes: Object.entries(themes).map(([id, areas]) => ({
      id,
      name: `Theme ${id}`,
      question: 'How is it?',
      description: 'About it.',
      focusAreas: areas.map((area) => ({ id: area, name: `Area ${area}`, description: 'About it.' })),
      strengthen: [{ name: 'A way', text: 'Do it.' }],
    })),
  };
}
