"""Names for made-up people, from several languages; any likeness is chance."""

GIVEN = """
Ada Adaeze Aisha Alejandro Amal Amina Ana Andrei Anh Antonio Asha Bao Beatriz Bilal Bogdan Bola Camila Carlos
Chidi Chioma Dalia Daniel David Dmitri Elena Emeka Emma Esther Farah Fatima Femi Gabriel Grace Hamid Hanna
Hassan Hoa Huda Ibrahim Ines Irina Isabel Ivan James Javier Jing Joao John Jorge Jose Juan Kamal Karim Katya
Khadija Kofi Kwame Lan Layla Leila Li Linh Lucia Luis Mahmoud Marek Maria Mariam Mary Mateo Mei Michael Miguel
Minh Mohamed Nadia Ngozi Nia Nikolai Noor Nour Olga Omar Oscar Oumar Pedro Petra Phuong Quan Rania Rosa Ruth
Salma Samir Sara Sofia Svetlana Tariq Thanh Thomas Tomas Valentina Viktor Wei Xin Yara Yusuf Zainab Zara Zoltan
""".split()  # noqa: SIM905 - a list of words reads better as words
FAMILY = """
Abdi Abubakar Adeyemi Ahmed Ali Alvarez Andersson Bailey Balogun Baptiste Bello Brown Carter Castillo Chen Cohen
Costa Cruz Daoud Delgado Diaz Diallo Dimitrov Do Dubois Eze Farouk Fernandez Flores Garcia Gomez Gonzalez Green
Haddad Hall Hernandez Hoang Hussein Ibrahim Ivanov Jackson Jimenez Johnson Jones Kamara Kaya Khalil Khan King
Kovac Kowalski Kumar Le Lee Lewis Lim Lopez Mahmoud Martin Martinez Mbeki Mendes Mensah Mohamed Morales Moreno
Nasser Nguyen Nikolic Njoroge Novak Nwosu Obi Okafor Okeke Oliveira Ortiz Osei Owusu Patel Pereira Perez Petrov
Pham Popov Quispe Rahman Ramirez Ramos Rivera Robinson Rodriguez Rossi Ruiz Saleh Sanchez Santos Silva Singh
Smith Sokolov Suleiman Tadesse Taylor Torres Tran Vargas Vega Vu Walker Wang White Williams Wilson Wong Yilmaz
""".split()  # noqa: SIM905 - a list of words reads better as words
