/** A product that a new shop shows. */
export interface SampleProduct {
  /** Of its pictures, its handle and its SKU. */
  name: string;
  title: string;
  category: string;
  dollars: number;
  /** Reduced to this. */
  sale?: number;
  sizes?: string[];
  summary: string;
  text: string;
}

export const SAMPLE_PRODUCTS: SampleProduct[] = [
  {
    name: 'mug',
    title: 'Stoneware mug',
    category: 'At home',
    dollars: 14,
    summary: 'A hand-dipped mug for the first coffee of the day.',
    text: 'Thrown in stoneware and dipped twice, so that no two glazes run the same way. Holds 350 ml, keeps its warmth, and goes into the dishwasher.',
  },
  {
    name: 'bottle',
    title: 'Steel water bottle',
    category: 'At home',
    dollars: 24,
    summary: 'Double-walled steel: cold for a day, hot for a morning.',
    text: 'Stainless steel inside and out, with a lid that does not leak in the bag. Holds 600 ml.',
  },
  {
    name: 'shirt',
    title: 'Pocket T-shirt',
    category: 'Out and about',
    dollars: 26,
    sizes: ['S', 'M', 'L', 'XL'],
    summary: 'Heavy organic cotton, cut straight, with a pocket.',
    text: 'Knitted from heavy organic cotton that keeps its shape in the wash. Straight cut, one chest pocket.',
  },
  {
    name: 'beanie',
    title: 'Ribbed beanie',
    category: 'Out and about',
    dollars: 22,
    sale: 17,
    summary: 'Soft merino, a deep cuff, and a pompom that comes off.',
    text: 'Ribbed merino wool that does not scratch. The deep cuff covers the ears; the pompom is tied on and comes off for the wash.',
  },
  {
    name: 'bag',
    title: 'Canvas tote bag',
    category: 'Out and about',
    dollars: 18,
    summary: 'Carries the shopping, the laptop, or both.',
    text: 'Sturdy cotton canvas with long handles that are sewn through twice. Printed by hand.',
  },
  {
    name: 'notebook',
    title: 'Dotted notebook',
    category: 'Out and about',
    dollars: 12,
    summary: '192 dotted pages that lie flat when open.',
    text: 'Thread-bound, so that it lies flat on every page. Paper that takes ink, a ribbon, and an elastic band.',
  },
  {
    name: 'candle',
    title: 'Soy wax candle',
    category: 'At home',
    dollars: 19,
    summary: 'Cedar and fig, in a glass to keep.',
    text: 'Poured by hand from soy wax, scented with cedar and fig. Burns for about 40 hours; the glass is for keeping.',
  },
  {
    name: 'planter',
    title: 'Ceramic planter',
    category: 'At home',
    dollars: 32,
    summary: 'A glazed pot with a painted band and a saucer.',
    text: 'Glazed ceramic with a band that is painted by hand. Has a hole for the water, and comes with a saucer. 16 cm wide; without the plant.',
  },
];
