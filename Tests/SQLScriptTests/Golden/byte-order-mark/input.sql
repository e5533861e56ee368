-- seedbed: transaction off
SELECT 1;
