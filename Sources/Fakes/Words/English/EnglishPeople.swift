/// Given names and family names of people who live where English is spoken, whatever their origin.
enum EnglishPeople {
  static let firstNames = WordList(
    """
    Abigail, Ada, Adaeze, Adrian, Aisha, Alan, Alejandra, Alice, Amara, Amelia, Amir, Anaya, Andre
    Angela, Anika, Anthony, Arjun, Arthur, Asha, Audrey, Austin, Ayesha, Beatrice, Benjamin
    Bianca, Blessing, Brandon, Brianna, Caleb, Callum, Camila, Carlos, Caroline, Cedric, Charlotte
    Chidi, Chloe, Claire, Clara, Connor, Cora, Craig, Daisy, Damian, Daniel, Daphne, Darnell
    David, Deepa, Delia, Derek, Destiny, Diana, Diego, Dominic, Doris, Dylan, Edith, Edwin
    Eleanor, Elena, Elijah, Elise, Ella, Ellis, Emeka, Emma, Eric, Esther, Ethan, Eve, Ezra, Farah
    Fatima, Felix, Femi, Finley, Fiona, Frances, Francis, Freya, Gabriel, Gemma, George, Gloria
    Grace, Graham, Greta, Hannah, Harold, Harper, Harriet, Hassan, Hazel, Heather, Hector, Helen
    Henry, Hugo, Ian, Ibrahim, Ida, Imani, Imogen, Ingrid, Iris, Isaac, Isla, Ivan, Jack, Jada
    Jamal, James, Jasmine, Jason, Javier, Jean, Jerome, Jesse, Jia, Joan, Joel, Jonas, Jordan
    Joseph, Joshua, Joy, Judith, Julian, June, Kai, Karen, Katherine, Kavya, Keira, Keisha, Kenji
    Kevin, Khalid, Kiran, Kofi, Kwame, Lara, Latoya, Laura, Leah, Leila, Leo, Leonard, Lewis, Liam
    Lila, Linh, Logan, Lola, Louis, Lucas, Lucy, Luna, Lydia, Mabel, Malik, Marcus, Margaret
    Maria, Marisol, Mark, Martha, Mason, Mateo, Matilda, Maya, Megan, Mei, Michael, Milo, Mina
    Miriam, Molly, Monica, Morgan, Muhammad, Nadia, Naomi, Natalie, Nathan, Nia, Nikhil, Nina
    Noah, Nora, Olive, Oliver, Olivia, Omar, Oscar, Owen, Paige, Patricia, Paul, Penelope, Peter
    Philip, Phoebe, Pierre, Priya, Quentin, Rachel, Rafael, Rahul, Ramona, Raymond, Rebecca, Rhys
    Riley, Rita, Robert, Robin, Rohan, Rosa, Rose, Rowan, Ruby, Ruth, Ryan, Sadie, Salma, Samir
    Samuel, Sandra, Sara, Scarlett, Sean, Selma, Seth, Shanice, Sharon, Shreya, Sienna, Simon
    Sofia, Sophie, Stella, Stephen, Sunita, Susan, Tamara, Tara, Tariq, Teresa, Thandiwe, Theo
    Thomas, Tobias, Tomas, Tristan, Tyler, Uma, Valerie, Vanessa, Vera, Victor, Vikram, Violet
    Walter, Wei, Wendy, William, Willow, Winston, Xavier, Yara, Yasmin, Yuki, Yusuf, Zachary
    Zainab, Zara, Zoe
    """)

  static let lastNames = WordList(
    """
    Abbott, Acheampong, Adams, Adeyemi, Agarwal, Ahmed, Alderton, Alvarez, Amin, Anderson, Appiah
    Archer, Armstrong, Ashworth, Atkins, Bailey, Baker, Banerjee, Barlow, Barnes, Barrett, Baxter
    Becker, Bell, Bennett, Bhatt, Bishop, Blake, Boateng, Bowen, Boyd, Bradley, Brennan, Brooks
    Bryant, Burke, Burton, Butler, Byrne, Calloway, Cameron, Campbell, Carrillo, Carter, Castillo
    Chan, Chandra, Chapman, Chaudhry, Chen, Choi, Clarke, Cole, Coleman, Collins, Connolly, Cooper
    Cortez, Costa, Craig, Crawford, Cruz, Cunningham, Curtis, Dalton, Daniels, Das, Davenport
    Davis, Dawson, Delgado, Desai, Diaz, Dixon, Doyle, Duncan, Dunn, Eastwood, Edwards, Elliott
    Ellis, Espinoza, Evans, Farrell, Ferguson, Fernandez, Field, Finch, Fisher, Fleming, Fletcher
    Flores, Flynn, Forrester, Foster, Fox, Francis, Fraser, Freeman, Fuller, Gallagher, Garcia
    Gardner, Garrison, Gibson, Gilbert, Gill, Goldberg, Gomez, Gonzalez, Goodwin, Graham, Grant
    Greene, Gupta, Haddad, Hale, Hall, Hamilton, Hardy, Harper, Harris, Hart, Hassan, Hawkins
    Hayes, Henderson, Hernandez, Higgins, Hill, Ho, Hobbs, Holloway, Holmes, Hopkins, Howard
    Hughes, Hunter, Hussain, Hyde, Ibarra, Ingram, Iqbal, Ismail, Iyer, Jackson, Jacobs, Jain
    Jefferson, Jennings, Jimenez, Johnson, Jones, Joshi, Kamara, Kapoor, Kaur, Keller, Kelly
    Kennedy, Khan, Kim, King, Knight, Kumar, Lam, Lambert, Larsen, Lawson, Le, Lee, Lennox, Lewis
    Li, Lin, Lindqvist, Lloyd, Lopez, Lowe, Lynch, Mackenzie, Mahmoud, Malik, Marsh, Marshall
    Martinez, Mason, Mbeki, Mccarthy, Mehta, Mendoza, Mensah, Meyer, Miller, Mitchell, Moore
    Morales, Moreno, Morgan, Morris, Moss, Murphy, Murray, Nair, Nakamura, Navarro, Nelson, Newman
    Nguyen, Nichols, Njoroge, Nolan, Norris, Novak, Nwosu, Obi, Oconnor, Odell, Okafor, Oliver
    Ortega, Osei, Owens, Palmer, Park, Parker, Patel, Patterson, Pearson, Perez, Perkins, Petrov
    Pham, Phillips, Pierce, Popov, Porter, Powell, Price, Quinn, Rahman, Ramirez, Ramos, Rao, Reed
    Reyes, Reynolds, Rhodes, Rice, Richards, Rivera, Robinson, Rogers, Romero, Rosen, Ross, Rossi
    Ruiz, Russell, Saito, Salazar, Sanchez, Sandhu, Sato, Schwartz, Shah, Sharma, Shaw, Silva
    Simmons, Singh, Sinclair, Soto, Spencer, Stein, Stewart, Stone, Sullivan, Sutton, Suzuki
    Takahashi, Tan, Tanaka, Taylor, Thompson, Thornton, Torres, Tran, Tucker, Turner, Vargas
    Vasquez, Vaughn, Vega, Wade, Walker, Wallace, Walsh, Wang, Ward, Warren, Watanabe, Watson
    Webb, Wells, Wheeler, Whitfield, Williams, Wilson, Wong, Wood, Wu, Yamamoto, Yang, Young
    Yusuf, Zhang, Zhou, Zimmer
    """)
}
