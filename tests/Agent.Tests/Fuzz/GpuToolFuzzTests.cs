using BloxOs.Agent.Gpus;
using BloxOs.Agent.Machine;
using BloxOs.Agent.Tools;
using BloxOs.TestServers.Fuzz;

namespace BloxOs.Agent.Tests.Fuzz;

public sealed class GpuToolFuzzTests
{
    static readonly string Row = "0, 00000000:0A:00.0, GeForce GTX 1070, GPU-1, 390.1, 66, 75, 120.50, 130.00, 90.00, 170.00, 151.00, 1835, 4006, 8119, 99, 1, 3, 1, 16, 0x33021462, 86.04, 0x4, 90, 120\n";

    [Fact]
    public void The_table_of_nvidia_smi() => ParserFuzz.Run(
        [Row + Row, string.Join(", ", NvidiaSmiCsv.Columns) + "\n" + Row, "Field \"power.draw.instant\" is not a valid field to query.\n"],
        text =>
        {
            NvidiaSmiAnswer.Read(new(ToolEnd.Exited, 0, text, ""), NvidiaSmiCsv.Columns);
            NvidiaSmiCsv.UnknownField(text);
        });

    [Fact]
    public void The_text_of_nvidia_smi() => ParserFuzz.Run(
        ["==============NVSMI LOG==============\nDriver Version : 550\nAttached GPUs : 1\nGPU 00000000:01:00.0\n    Product Name : X\n    PCI\n        GPU Link Info\n            PCIe Generation\n                Max : 4\n    Temperature\n        GPU Current Temp : 30 C\n"],
        text => NvidiaSmiAnswer.Read(new(ToolEnd.Exited, 0, text, "")));

    [Fact]
    public void The_answers_of_amd_smi() => ParserFuzz.Run(
        [
            """[{"gpu":0,"power":{"socket_power":{"value":6,"unit":"W"}},"fan":{"speed":51,"max":255},"bus":{"bdf":"0000:0a:00.0"},"vram":{"size":{"value":8,"unit":"GB"}}}]""",
            """{"gpu_data":[{"gpu":1,"temperature":{"edge":"N/A","mem":{"value":38,"unit":"C"}},"x":[["N/A"]]}]}""",
            "GPU: 0\n    POWER:\n        SOCKET_POWER: 11 W\n        THROTTLE_STATUS: UNTHROTTLED\n",
        ],
        text => AmdSmi.Read(text, text));

    [Fact]
    public void The_answer_of_rocm_smi() => ParserFuzz.Run(
        ["""{"card0": {"PCI Bus": "0000:0A:00.0", "sclk clock speed:": "(800Mhz)", "mclk clock level": "3 (1269Mhz)", "pcie clock level": "1 (8.0GT/s x16)", "0": "x"}, "system": {"Driver version": "6"}}"""],
        text => RocmSmi.Read(text));

    [Fact]
    public void Tables_and_binary_tables_of_the_amd_driver()
    {
        ParserFuzz.Run(["0: 2.5GT/s, x8 619Mhz \n1: 8.0GT/s, x16 619Mhz *\n"], text => PcieLink.Of(AmdCard.Current(text)));
        byte[] metrics = new byte[120];
        (metrics[0], metrics[2], metrics[3]) = (120, 1, 3);
        ParserFuzz.RunBytes([metrics], bytes => AmdGpuMetrics.Read(bytes));
    }

    [Fact]
    public void Lines_of_the_kernels_log() => ParserFuzz.Run(
        ["6,339,5140900,-;NVRM: Xid (PCI:0000:0a:00): 79, pid=1, GPU has fallen off the bus.", "<6>[   12.345678] amdgpu 0000:03:00.0: amdgpu: GPU reset(2) succeeded!"],
        text =>
        {
            foreach (string line in text.Split('\n'))
            {
                if ((KernelLog.Parse(line) ?? DmesgLine.Parse(line)) is { } parsed) { KernelLine.Of(parsed.Message); }
            }
        });
}
