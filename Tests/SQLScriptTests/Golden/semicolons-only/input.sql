;;
 ; -- nothing
;