using BloxOs.Bench.Sink;

// The floor: what a Kestrel WebSocket costs that reads each message and answers it, and does nothing else.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().UseSockets(sockets => sockets.Backlog = 4096);
var app = builder.Build();
app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = Timeout.InfiniteTimeSpan });
app.Map("/agent", AgentSink.ServeAsync);
await app.RunAsync();
