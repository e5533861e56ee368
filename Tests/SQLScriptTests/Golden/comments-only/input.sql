-- seedbed: irreversible
/* nothing
to do */
--seedbed: phase contract
