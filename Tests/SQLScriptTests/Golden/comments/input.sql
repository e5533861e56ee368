/* before; the first */ -- and another;
SELECT 1 -- the end is not here; '
  + 1; -- behind; it's
/* nested /* twice; */ still; ' */ SELECT /* inside; /* too; */ */ 2;
SELECT 3 /* last; */;
/**/ /***/ /* * / */ /*/ */ SELECT 4; /* **/
--
--; no newline at the end