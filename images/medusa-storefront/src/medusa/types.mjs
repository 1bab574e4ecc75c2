// The parts of Medusa's answers that the shop uses.

/**
 * @typedef {object} Region
 * @property {string} id
 * @property {string} currency_code
 * @property {{ iso_2: string }[]} countries
 *
 * @typedef {object} Category
 * @property {string} id
 * @property {string} name
 * @property {string} handle
 * @property {string} [description]
 *
 * @typedef {object} Variant
 * @property {string} id
 * @property {string} title
 * @property {boolean} manage_inventory
 * @property {boolean} allow_backorder
 * @property {number} [inventory_quantity]
 * @property {{ option_id: string, value: string }[]} [options]
 * @property {{ calculated_amount: number, original_amount: number, currency_code: string }} [calculated_price]
 *
 * @typedef {object} Product
 * @property {string} id
 * @property {string} title
 * @property {string} handle
 * @property {string | null} [subtitle]
 * @property {string | null} [description]
 * @property {string | null} thumbnail
 * @property {{ url: string }[]} [images]
 * @property {{ id: string, title: string, values?: { value: string }[] }[]} [options]
 * @property {Variant[]} variants
 *
 * @typedef {object} LineItem
 * @property {string} id
 * @property {string} title
 * @property {string} [product_title]
 * @property {string | null} [product_id]
 * @property {string} [product_handle]
 * @property {string | null} [variant_id]
 * @property {string | null} [variant_title]
 * @property {string | null} thumbnail
 * @property {number} quantity
 * @property {number} unit_price
 * @property {boolean} is_tax_inclusive
 * @property {string} created_at
 *
 * @typedef {object} Address
 * @property {string} [first_name]
 * @property {string} [last_name]
 * @property {string} [address_1]
 * @property {string} [address_2]
 * @property {string} [postal_code]
 * @property {string} [city]
 * @property {string} [province]
 * @property {string} [country_code]
 * @property {string} [phone]
 *
 * @typedef {object} Totals Of a cart or an order.
 * @property {string} currency_code
 * @property {LineItem[]} items
 * @property {number} total
 * @property {number} tax_total
 * @property {number} discount_total
 * @property {number} discount_subtotal
 * @property {number} item_subtotal
 * @property {number} original_item_total
 * @property {number} shipping_subtotal
 * @property {number} original_shipping_total
 * @property {{ id?: string, name?: string, shipping_option_id?: string }[]} shipping_methods
 *
 * @typedef {object} CartOnly
 * @property {string} id
 * @property {string | null} email
 * @property {string | null} completed_at
 * @property {Address | null} shipping_address
 * @property {{ countries: { iso_2: string }[] }} [region]
 * @property {{ id: string, payment_sessions?: { provider_id: string, status: string }[] } | null} [payment_collection]
 * @typedef {Totals & CartOnly} Cart
 *
 * @typedef {object} OrderOnly
 * @property {string} id
 * @property {number} display_id
 * @property {string} email
 * @property {string} created_at
 * @property {Address} shipping_address
 * @typedef {Totals & OrderOnly} Order
 *
 * @typedef {object} ShippingOption
 * @property {string} id
 * @property {string} name
 * @property {number} amount
 * @property {string} price_type
 * @property {boolean} [insufficient_inventory]
 * @property {{ label?: string, description?: string }} [type]
 */

export {};
