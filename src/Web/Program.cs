Console.WriteLine("BloxOs web");
