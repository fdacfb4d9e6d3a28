using System.Runtime.InteropServices;
using BloxOs.RigSim.CommandLine;
using BloxOs.RigSim.Fleet;

if (args is [] or ["--help"] or ["-h"])
{
    Console.WriteLine(Arguments.Usage);
    return args.Length == 0 ? 2 : 0;
}
try
{
    var arguments = Arguments.Parse(args);
    var fleet = new SimulatedFleet(arguments.Fleet, RigList.Of(arguments), TimeProvider.System);
    using var stop = new CancellationTokenSource();
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var reports = new CancellationTokenSource();
    var reporting = Reports.RunAsync(fleet, arguments, Console.Error, TimeProvider.System, reports.Token);
    var result = await fleet.RunAsync(stop.Token);
    await reports.CancelAsync();
    await reporting;
    Console.WriteLine(result.ToJson());
    return 0;

    void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        stop.Cancel();
    }
}
catch (Exception e) when (e is ArgumentException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"rigsim: {e.Message}");
    return 2;
}
