using BloxOs.Agent.Machine;
using BloxOs.Agent.Native;

namespace BloxOs.Agent.Doctor;

/// <summary>Sensors of the machine; those of the cards come with their drivers.</summary>
internal static class SensorCheck
{
    /// <summary>Temperature and power of the processor.</summary>
    public static IEnumerable<Finding> Examine(DoctorContext context)
    {
        yield return new CpuTemperature(context.Roots).Read() is { } celsius
            ? Finding.Ok("CPU temperature", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{celsius:0} °C"))
            : Finding.Warning("CPU temperature", "no sensor tells it", "modprobe coretemp (Intel) or k10temp (AMD), and name it in /etc/modules-load.d; a virtual machine has none");
        string[] counters = [.. SystemFile.Directories(Path.Combine(context.Roots.Sys, "class/powercap")).Select(z => Path.Combine(z, "energy_uj")).Where(File.Exists)];
        if (counters.Length > 0)
        {
            yield return counters.Any(Libc.IsReadable)
                ? Finding.Ok("CPU power", "can be read")
                : Finding.Warning("CPU power", "this user may not read it: the kernel lets only root", "install the agent again, with the line that the page \"Add rig\" shows: its unit then lets the agent's group read it");
        }
    }
}
