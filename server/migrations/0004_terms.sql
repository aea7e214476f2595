-- What stands in every binding order of a token: an order without items, as JSON; and the inputs that buyers choose, in words.
ALTER TABLE tokens ADD COLUMN fixed_order TEXT NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN buyer_inputs TEXT NOT NULL DEFAULT '';
ALTER TABLE clients ADD COLUMN fixed_order TEXT NOT NULL DEFAULT '';
ALTER TABLE clients ADD COLUMN buyer_inputs TEXT NOT NULL DEFAULT '';

-- Whoever writes catalogs sets any price already: such tokens are trusted with orders.
UPDATE tokens SET scopes = scopes || ' orders:trusted' WHERE scopes LIKE '%catalogs:write%';
UPDATE clients SET scopes = scopes || ' orders:trusted' WHERE scopes LIKE '%catalogs:write%';
