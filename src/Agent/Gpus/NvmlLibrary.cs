using System.Runtime.InteropServices;
using System.Text;

namespace BloxOs.Agent.Gpus;

/// <summary>
/// The functions of libnvidia-ml that the agent calls. What a driver's library does not have answers "not supported", as the library itself
/// does for what a card does not have.
/// </summary>
/// <remarks>Numbers and layouts are the library's public interface: stable since driver 340, functions are only added.</remarks>
internal sealed unsafe class NvmlLibrary
{
    readonly nint _library;
    readonly Dictionary<string, nint> _functions = new(StringComparer.Ordinal);

    NvmlLibrary(nint library) => _library = library;

    /// <summary>Loads the library; null where there is none.</summary>
    /// <param name="path">File, or a name that the loader finds.</param>
    public static NvmlLibrary? Load(string path) => NativeLibrary.TryLoad(path, out nint library) ? new(library) : null;

    /// <summary>Initialises it; call once.</summary>
    public NvmlResult Init()
    {
        // The flag lets it come up although a card does not answer.
        const uint noGpusIsFine = 1;
        nint withFlags = Find("nvmlInitWithFlags");
        if (withFlags != 0) { return (NvmlResult)((delegate* unmanaged<uint, int>)withFlags)(noGpusIsFine); }
        nint plain = Find("nvmlInit_v2");
        return plain == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<int>)plain)();
    }

    /// <summary>Lets the driver go: until the next <see cref="Init"/> this process holds none of its devices open.</summary>
    public NvmlResult Shutdown()
    {
        nint function = Find("nvmlShutdown");
        return function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<int>)function)();
    }

    /// <summary>Number of cards, those that do not answer among them.</summary>
    public NvmlResult Count(out uint count)
    {
        count = 0;
        nint function = Find("nvmlDeviceGetCount_v2");
        fixed (uint* at = &count) { return function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<uint*, int>)function)(at); }
    }

    /// <summary>A card by its number.</summary>
    public NvmlResult Handle(uint index, out nint device)
    {
        device = 0;
        nint function = Find("nvmlDeviceGetHandleByIndex_v2");
        fixed (nint* at = &device) { return function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<uint, nint*, int>)function)(index, at); }
    }

    /// <summary>A card by its address, <c>0000:0a:00.0</c>.</summary>
    public NvmlResult HandleByBusId(string busId, out nint device)
    {
        device = 0;
        nint function = Find("nvmlDeviceGetHandleByPciBusId_v2");
        fixed (nint* at = &device)
        fixed (byte* text = Encoding.ASCII.GetBytes(busId + '\0'))
        {
            return function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<byte*, nint*, int>)function)(text, at);
        }
    }

    /// <summary>Address and subsystem of a card.</summary>
    public NvmlResult Pci(nint device, out string? busId, out uint subsystem)
    {
        PciInfo info = default;
        nint function = Find("nvmlDeviceGetPciInfo_v3");
        if (function == 0) { function = Find("nvmlDeviceGetPciInfo_v2"); }
        var result = function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, PciInfo*, int>)function)(device, &info);
        busId = result == NvmlResult.Success ? PciAddress.Of(info.Domain, info.Bus, info.Device) : null;
        subsystem = info.Subsystem;
        return result;
    }

    /// <summary>Version of the driver; null when it does not tell.</summary>
    public string? DriverVersion()
    {
        byte* text = stackalloc byte[96];
        nint function = Find("nvmlSystemGetDriverVersion");
        return function != 0 && ((delegate* unmanaged<byte*, uint, int>)function)(text, 96) == 0 ? Marshal.PtrToStringUTF8((nint)text) : null;
    }

    /// <summary>A text of a card: <c>nvmlDeviceGetName</c> and its like.</summary>
    public NvmlResult Text(string name, nint device, out string? text)
    {
        const int length = 96;
        byte* buffer = stackalloc byte[length];
        nint function = Find(name);
        var result = function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, byte*, uint, int>)function)(device, buffer, length);
        buffer[length - 1] = 0;
        text = result == NvmlResult.Success ? Marshal.PtrToStringUTF8((nint)buffer) : null;
        return result;
    }

    /// <summary>A number of a card.</summary>
    public NvmlResult Number(string name, nint device, out uint value)
    {
        value = 0;
        nint function = Find(name);
        fixed (uint* at = &value) { return function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, uint*, int>)function)(device, at); }
    }

    /// <summary>A number of a part of a card: a sensor, a clock, a fan.</summary>
    public NvmlResult Number(string name, nint device, uint part, out uint value)
    {
        value = 0;
        nint function = Find(name);
        fixed (uint* at = &value) { return function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, uint, uint*, int>)function)(device, part, at); }
    }

    /// <summary>Two numbers of a card: limits, or the two utilisation rates.</summary>
    public NvmlResult Pair(string name, nint device, out uint first, out uint second)
    {
        (first, second) = (0, 0);
        nint function = Find(name);
        fixed (uint* a = &first)
        fixed (uint* b = &second)
        {
            return function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, uint*, uint*, int>)function)(device, a, b);
        }
    }

    /// <summary>Utilisation of the core, percent.</summary>
    public NvmlResult Utilization(nint device, out uint core)
    {
        uint* rates = stackalloc uint[2];
        nint function = Find("nvmlDeviceGetUtilizationRates");
        var result = function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, uint*, int>)function)(device, rates);
        core = rates[0];
        return result;
    }

    /// <summary>Memory of a card, bytes.</summary>
    public NvmlResult Memory(nint device, out ulong total)
    {
        ulong* memory = stackalloc ulong[3];
        nint function = Find("nvmlDeviceGetMemoryInfo");
        var result = function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, ulong*, int>)function)(device, memory);
        total = memory[0];
        return result;
    }

    /// <summary>Why the clocks are low, a sum of the library's bits.</summary>
    public NvmlResult ThrottleReasons(nint device, out ulong reasons)
    {
        reasons = 0;
        nint function = Find("nvmlDeviceGetCurrentClocksThrottleReasons");
        if (function == 0) { function = Find("nvmlDeviceGetCurrentClocksEventReasons"); }
        fixed (ulong* at = &reasons) { return function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, ulong*, int>)function)(device, at); }
    }

    /// <summary>Memory errors since the driver was loaded.</summary>
    public NvmlResult EccErrors(nint device, bool corrected, out ulong count)
    {
        count = 0;
        nint function = Find("nvmlDeviceGetTotalEccErrors");
        fixed (ulong* at = &count)
        {
            return function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, int, int, ulong*, int>)function)(device, corrected ? 0 : 1, 0, at);
        }
    }

    /// <summary>Memory temperature, °C, which has no function of its own.</summary>
    public NvmlResult MemoryCelsius(nint device, out uint celsius)
    {
        const uint memoryTemperature = 82;
        FieldValue field = new() { Field = memoryTemperature };
        nint function = Find("nvmlDeviceGetFieldValues");
        var result = function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, int, FieldValue*, int>)function)(device, 1, &field);
        celsius = (uint)field.Value;
        return result == NvmlResult.Success ? (NvmlResult)field.Result : result;
    }

    /// <summary>Speed of the first fan, revolutions per minute; drivers from 565 on.</summary>
    public NvmlResult FanRpm(nint device, out uint rpm)
    {
        const uint versionOne = (1u << 24) | 12;
        uint* info = stackalloc uint[3];
        (info[0], info[1], info[2]) = (versionOne, 0, 0);
        nint function = Find("nvmlDeviceGetFanSpeedRPM");
        var result = function == 0 ? NvmlResult.FunctionNotFound : (NvmlResult)((delegate* unmanaged<nint, uint*, int>)function)(device, info);
        rpm = info[2];
        return result;
    }

    nint Find(string name)
    {
        if (_functions.TryGetValue(name, out nint known)) { return known; }
        nint found = NativeLibrary.TryGetExport(_library, name, out nint address) ? address : 0;
        _functions[name] = found;
        return found;
    }

    [StructLayout(LayoutKind.Sequential)]
    struct PciInfo
    {
        fixed byte _legacy[16];
        public uint Domain;
        public uint Bus;
        public uint Device;
        public uint Ids;
        public uint Subsystem;
        fixed byte _text[32];
    }

    [StructLayout(LayoutKind.Sequential)]
    struct FieldValue
    {
        public uint Field;
        public uint Scope;
        public long At;
        public long Latency;
        public uint Type;
        public int Result;
        public ulong Value;
    }
}
