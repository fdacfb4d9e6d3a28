Console.WriteLine("BloxOs silo");
