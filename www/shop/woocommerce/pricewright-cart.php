<?php
/**
 * Plugin Name: Pricewright cart
 * Description: Takes configured products into the cart at a price that the shop's pricing service has signed.
 * Requires PHP: 8.1
 *
 * The page sends the element's claim to the pricing service, which prices it anew and answers with a token: a JSON Web
 * Signature (HS256). The page adds it to the cart's form as `pricewright_quote`. This plugin believes nothing else: the
 * price, the values and the quantity are those that were signed, for the product whose component was signed, for a buyer of
 * the group that was signed, until the token ends. That holds in the cart and at the checkout, not only on the way in.
 *
 * `wp-config.php` has the secret: define( 'PRICEWRIGHT_SECRET', '…' ); and, where the service names another audience than
 * `cart`, that: define( 'PRICEWRIGHT_AUDIENCE', '…' ). The product's custom field `_pricewright_component` names its
 * component; the filter `pricewright_group` says the group of the present buyer, `retail` without it.
 */

defined( 'ABSPATH' ) || exit;

/** What a token says, or null if it is not ours, not whole, or too old. */
function pricewright_read( string $token ): ?array {
	$parts = explode( '.', $token );
	if ( count( $parts ) !== 3 ) {
		return null;
	}
	[ $header, $payload, $signature ] = $parts;
	$decode = static fn( string $part ): string => (string) base64_decode( strtr( $part, '-_', '+/' ), true );
	$said   = json_decode( $decode( $header ), true );
	// the key says which algorithm is right, not the header
	if ( ( $said['alg'] ?? null ) !== 'HS256' ) {
		return null;
	}
	$expected = hash_hmac( 'sha256', "$header.$payload", PRICEWRIGHT_SECRET, true );
	if ( ! hash_equals( $expected, $decode( $signature ) ) ) {
		return null;
	}
	$quote = json_decode( $decode( $payload ), true );
	$ours  = is_array( $quote )
		&& ( $quote['iss'] ?? null ) === 'pricewright-shop'
		&& ( $quote['aud'] ?? null ) === ( defined( 'PRICEWRIGHT_AUDIENCE' ) ? PRICEWRIGHT_AUDIENCE : 'cart' );
	return $ours ? $quote : null;
}

/** The component that a product is priced as; empty for a product with a price of its own. */
function pricewright_component( int $product_id ): string {
	return (string) get_post_meta( $product_id, '_pricewright_component', true );
}

/** Whether a quote is one of this product, for this buyer and shop, and not too old. */
function pricewright_fits( array $quote, int $product_id ): bool {
	$component = pricewright_component( $product_id );
	return $component !== ''
		&& ( $quote['component'] ?? null ) === $component
		&& ( $quote['currency'] ?? null ) === get_woocommerce_currency()
		&& ( $quote['group'] ?? null ) === apply_filters( 'pricewright_group', 'retail' )
		// WooCommerce takes a price as net or gross by its own setting
		&& ( $quote['prices'] ?? null ) === ( wc_prices_include_tax() ? 'gross' : 'net' )
		&& ( $quote['exp'] ?? 0 ) >= time();
}

/** Whether a token is in the cart already: it is good for one line. */
function pricewright_is_used( array $quote ): bool {
	foreach ( WC()->cart->get_cart() as $item ) {
		if ( isset( $item['pricewright'] ) && $item['pricewright']['jti'] === ( $quote['jti'] ?? null ) ) {
			return true;
		}
	}
	return false;
}

/** The signed quote of the form that was sent, or null. */
function pricewright_posted(): ?array {
	// phpcs:ignore WordPress.Security.NonceVerification.Missing -- the signature is checked instead
	$token = isset( $_POST['pricewright_quote'] ) ? sanitize_text_field( wp_unslash( $_POST['pricewright_quote'] ) ) : '';
	return $token === '' ? null : pricewright_read( $token );
}

add_filter(
	'woocommerce_add_to_cart_validation',
	static function ( bool $passed, int $product_id, $quantity ): bool {
		if ( pricewright_component( $product_id ) === '' ) {
			return $passed;
		}
		$quote = pricewright_posted();
		if ( $quote === null ) {
			wc_add_notice( __( 'The price has to be worked out again.', 'pricewright' ), 'error' );
			return false;
		}
		$same = pricewright_fits( $quote, $product_id )
			&& ! pricewright_is_used( $quote )
			// all pieces are one line: tiers and fees are in their amount, and WooCommerce would round what it divides
			&& (int) $quantity === 1;
		if ( ! $same ) {
			wc_add_notice( __( 'The price is of another configuration.', 'pricewright' ), 'error' );
		}
		return $passed && $same;
	},
	10,
	3
);

add_filter(
	'woocommerce_add_cart_item_data',
	static function ( array $data, int $product_id ): array {
		$quote = pricewright_posted();
		// a token that is posted with another product is not its price
		if ( $quote !== null && pricewright_fits( $quote, $product_id ) ) {
			$data['pricewright'] = $quote;
			// two configurations of a product are two lines
			$data['unique_key'] = hash( 'sha256', (string) wp_json_encode( $quote ) );
		}
		return $data;
	},
	10,
	2
);

add_action(
	'woocommerce_before_calculate_totals',
	static function ( WC_Cart $cart ): void {
		foreach ( $cart->get_cart() as $key => $item ) {
			$product_id = (int) $item['product_id'];
			if ( ! isset( $item['pricewright'] ) && pricewright_component( $product_id ) === '' ) {
				continue;
			}
			// by whichever way it came here, and however long it has lain here
			if ( isset( $item['pricewright'] ) && pricewright_fits( $item['pricewright'], $product_id ) ) {
				$item['data']->set_price( $item['pricewright']['total'] );
				continue;
			}
			$cart->remove_cart_item( $key );
			// an error keeps the checkout from going on without the line
			wc_add_notice( __( 'The price has to be worked out again.', 'pricewright' ), 'error' );
		}
	}
);

// another quantity has another price: the line is configured anew
add_filter(
	'woocommerce_cart_item_quantity',
	static fn( $field, $key, $item ) => isset( $item['pricewright'] ) ? '1' : $field,
	10,
	3
);

add_filter(
	'woocommerce_get_item_data',
	static function ( array $shown, array $item ): array {
		if ( isset( $item['pricewright'] ) ) {
			$shown[] = array(
				'key'   => __( 'Pieces', 'pricewright' ),
				'value' => $item['pricewright']['quantity'],
			);
		}
		foreach ( $item['pricewright']['values'] ?? array() as $name => $value ) {
			$shown[] = array(
				'key'   => $name,
				'value' => is_scalar( $value ) ? (string) $value : (string) wp_json_encode( $value ),
			);
		}
		return $shown;
	},
	10,
	2
);

add_action(
	'woocommerce_checkout_create_order_line_item',
	static function ( WC_Order_Item_Product $line, string $key, array $item ): void {
		if ( ! isset( $item['pricewright'] ) ) {
			return;
		}
		foreach ( $item['pricewright']['values'] as $name => $value ) {
			$line->add_meta_data( $name, is_scalar( $value ) ? (string) $value : (string) wp_json_encode( $value ) );
		}
		$line->add_meta_data( __( 'Pieces', 'pricewright' ), $item['pricewright']['quantity'] );
		$line->add_meta_data( '_pricewright_fingerprint', $item['pricewright']['fingerprint'] );
		$line->add_meta_data( '_pricewright_token', $item['pricewright']['jti'] );
	},
	10,
	3
);
