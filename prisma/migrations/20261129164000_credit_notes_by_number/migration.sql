-- Credit notes that bear the number of what comes in, as it is compared.
CREATE INDEX unapplied_money_number ON unapplied_money (lower(btrim(document_number))) WHERE kind = 'creditNote';
