/* A stand-in for libnvidia-ml.so.1: the documented functions, answering as the text file ANSWERS says.
 * First line: "init N", the answer of init. Then a line per card:
 *   BUSID MODE NAME      MODE: ok, unsupported, lost, lost-later, denied, hang, unknown
 * Nothing of NVIDIA's is in here. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef ANSWERS
#error "-DANSWERS=\"/path\" names the text file"
#endif

enum { SUCCESS = 0, INVALID = 2, NOT_SUPPORTED = 3, NO_PERMISSION = 4, NOT_FOUND = 6, LOST = 15, UNKNOWN = 999 };
struct card { char bus[32]; char mode[16]; char name[64]; };
static struct card cards[64];
static int count, init_result;

static int load(void) {
    FILE *file;
    char line[512];
    count = 0;
    if (!(file = fopen(ANSWERS, "r"))) return UNKNOWN;
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "init %d", &init_result) == 1) continue;
        if (count < 64 && sscanf(line, "%31s %15s %63[^\n]", cards[count].bus, cards[count].mode, cards[count].name) == 3) count++;
    }
    fclose(file);
    return init_result;
}

static int is(struct card *card, const char *mode) { return strcmp(card->mode, mode) == 0; }
static int check(struct card *card) {
    if (is(card, "hang")) {
        FILE *file = fopen(ANSWERS ".hung", "a");
        if (file) { fputs("hung\n", file); fclose(file); }
        for (;;) pause();
    }
    if (is(card, "lost-later")) return LOST;
    if (is(card, "unknown")) return UNKNOWN;
    return SUCCESS;
}
static int optional(struct card *card) { int r = check(card); return r ? r : is(card, "unsupported") ? NOT_SUPPORTED : SUCCESS; }

/* As the real library keeps the driver's devices open from init to shutdown, which keeps its module from being unloaded. */
static int device = -1;
int nvmlInitWithFlags(unsigned flags) {
    FILE *file = fopen(ANSWERS ".inits", "a");
    (void)flags;
    if (file) { fputs("init\n", file); fclose(file); }
    if (load() == SUCCESS && device < 0) device = open(ANSWERS ".device", O_RDWR | O_CREAT, 0600);
    return init_result;
}
int nvmlShutdown(void) {
    if (device < 0) return 1;
    close(device);
    device = -1;
    return SUCCESS;
}
int nvmlDeviceGetCount_v2(unsigned *n) { load(); *n = (unsigned)count; return SUCCESS; }
int nvmlSystemGetDriverVersion(char *text, unsigned length) { snprintf(text, length, "550.90.07"); return SUCCESS; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, struct card **device) {
    if (index >= (unsigned)count) return INVALID;
    if (is(&cards[index], "lost")) return LOST;
    if (is(&cards[index], "denied")) return NO_PERMISSION;
    *device = &cards[index];
    return SUCCESS;
}
int nvmlDeviceGetHandleByPciBusId_v2(const char *bus, struct card **device) {
    for (int i = 0; i < count; i++)
        if (strcmp(cards[i].bus, bus) == 0) return nvmlDeviceGetHandleByIndex_v2((unsigned)i, device);
    return NOT_FOUND;
}
struct pci { char legacy[16]; unsigned domain, bus, device, ids, subsystem; char text[32]; };
int nvmlDeviceGetPciInfo_v3(struct card *card, struct pci *pci) {
    memset(pci, 0, sizeof *pci);
    sscanf(card->bus, "%x:%x:%x", &pci->domain, &pci->bus, &pci->device);
    pci->subsystem = 0x40051458;
    snprintf(pci->text, sizeof pci->text, "0000%s", card->bus);
    return SUCCESS;
}
int nvmlDeviceGetName(struct card *card, char *text, unsigned n) { snprintf(text, n, "%s", card->name); return SUCCESS; }
int nvmlDeviceGetUUID(struct card *card, char *text, unsigned n) { snprintf(text, n, "GPU-%s", card->bus); return SUCCESS; }
int nvmlDeviceGetVbiosVersion(struct card *card, char *text, unsigned n) { snprintf(text, n, "94.02.71.40.72"); return optional(card); }
int nvmlDeviceGetMemoryInfo(struct card *card, unsigned long long *m) { m[0] = 10ULL << 30; m[1] = 1; m[2] = 2; return check(card); }
int nvmlDeviceGetTemperature(struct card *card, unsigned sensor, unsigned *v) { *v = sensor == 0 ? 61 : 0; return check(card); }
struct field { unsigned id, scope; long long at, latency; unsigned type; int result; unsigned long long value; };
int nvmlDeviceGetFieldValues(struct card *card, int n, struct field *f) {
    for (int i = 0; i < n; i++) { f[i].result = f[i].id == 82 ? optional(card) : NOT_SUPPORTED; f[i].value = 94; }
    return SUCCESS;
}
int nvmlDeviceGetFanSpeed(struct card *card, unsigned *v) { *v = 70; return optional(card); }
struct fan { unsigned version, fan, speed; };
int nvmlDeviceGetFanSpeedRPM(struct card *card, struct fan *f) {
    if (f->version != ((1u << 24) | sizeof *f)) return 25;
    f->speed = 2400;
    return optional(card);
}
int nvmlDeviceGetPowerUsage(struct card *card, unsigned *v) { *v = 220500; return optional(card); }
int nvmlDeviceGetEnforcedPowerLimit(struct card *card, unsigned *v) { *v = 230000; return optional(card); }
int nvmlDeviceGetPowerManagementLimit(struct card *card, unsigned *v) { *v = 230000; return optional(card); }
int nvmlDeviceGetPowerManagementDefaultLimit(struct card *card, unsigned *v) { *v = 320000; return optional(card); }
int nvmlDeviceGetPowerManagementLimitConstraints(struct card *card, unsigned *low, unsigned *high) { *low = 100000; *high = 336000; return optional(card); }
int nvmlDeviceGetClockInfo(struct card *card, unsigned type, unsigned *v) { *v = type == 0 ? 1410 : type == 2 ? 9501 : 1; return optional(card); }
int nvmlDeviceGetUtilizationRates(struct card *card, unsigned *v) { v[0] = 99; v[1] = 55; return optional(card); }
int nvmlDeviceGetCurrentClocksThrottleReasons(struct card *card, unsigned long long *v) { *v = 0x24; return optional(card); }
int nvmlDeviceGetCurrPcieLinkGeneration(struct card *card, unsigned *v) { *v = 3; return optional(card); }
int nvmlDeviceGetMaxPcieLinkGeneration(struct card *card, unsigned *v) { *v = 4; return optional(card); }
int nvmlDeviceGetCurrPcieLinkWidth(struct card *card, unsigned *v) { *v = 1; return optional(card); }
int nvmlDeviceGetMaxPcieLinkWidth(struct card *card, unsigned *v) { *v = 16; return optional(card); }
int nvmlDeviceGetPcieReplayCounter(struct card *card, unsigned *v) { *v = 9; return optional(card); }
int nvmlDeviceGetTotalEccErrors(struct card *card, int type, int counter, unsigned long long *v) { (void)counter; *v = type == 0 ? 2 : 1; return optional(card); }
