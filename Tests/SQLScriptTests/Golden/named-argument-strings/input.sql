SELECT json_object('a':'b', key:'c', "k":'d', (1):'e', $$x$$:'f');
SELECT a[1:'2'];
SELECT :name, :;
